"""Finding scenarios: the catalogue of those that are shipped, and packs of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd

from servicelab.scenarios.pack_file import read_pack, scenarios_in
from servicelab.scenarios.refusal import ScenarioError, did_you_mean, nearest
from servicelab.scenarios.scenario import Scenario

_COLUMNS = ("title", "industry", "industry_zh", "channel", "failure", "cause", "conflict",
            "severity", "price", "promised")  # fmt: skip
_ENDINGS = (".yaml", ".yml")


def catalog(folder: str | Path | None = None) -> pd.DataFrame:
    """Return an overview of scenarios, one row each.

    Parameters
    ----------
    folder
        A folder of one's own packs (``*.yaml``); those that are shipped if it is left out.

    Returns
    -------
    pandas.DataFrame
        Index ``id``; columns ``title, industry, industry_zh, channel, failure, cause, conflict,
        severity, price, promised``; severity from 0 to 1, price in yuan.

    Raises
    ------
    ScenarioError
        If a pack is wrong, or two packs use the same scenario id.

    Examples
    --------
    >>> catalog().loc["heating_blocked_pipe", "channel"]
    'phone'
    """
    found = _shipped() if folder is None else _joined(_folder(Path(folder)))
    rows = [
        {"id": name, **{column: getattr(scenario, column) for column in _COLUMNS}}
        for name, scenario in found.items()
    ]
    return pd.DataFrame(rows, columns=["id", *_COLUMNS]).set_index("id")


def load(id_or_path: str | Path | Scenario) -> Scenario:
    """Return one scenario.

    Parameters
    ----------
    id_or_path
        An id of :func:`catalog`; or the path of a pack with one scenario in it; or ``path#id`` for
        one of several. A scenario is handed back as it is.

    Returns
    -------
    Scenario
        Checked and immutable.

    Raises
    ------
    ScenarioError
        If there is no such id or file, or the pack is wrong. The Chinese message names file, line
        and field, what was found and what is allowed, for up to ten mistakes at once.

    Examples
    --------
    >>> load("heating_blocked_pipe").price
    2400.0
    """
    if isinstance(id_or_path, Scenario):
        return id_or_path
    given: object = id_or_path
    if not isinstance(given, str | Path):
        kind = type(given).__name__
        raise ScenarioError(f"要给场景编号或者文件路径，这里给的是 {kind} 类型的值。")
    name = str(id_or_path).strip()
    if not isinstance(id_or_path, Path) and not _looks_like_path(name):
        return _by_id(name, _shipped())
    path, _, wanted = name.rpartition("#") if "#" in name and not _exists(name) else (name, "", "")
    return _one_of(read_pack(Path(path)), Path(path).name, wanted)


@cache
def _shipped() -> dict[str, Scenario]:
    folder = resources.files("servicelab.scenarios").joinpath("packs")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(_ENDINGS)), key=lambda f: f.name)
    return _joined((f.name, scenarios_in(f.read_bytes(), f.name)) for f in files)


def _folder(folder: Path) -> Iterable[tuple[str, tuple[Scenario, ...]]]:
    if not folder.is_dir():
        raise ScenarioError(f"没有“{folder}”这个文件夹，请检查路径。")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS)
    return ((path.name, read_pack(path)) for path in paths)


def _joined(packs: Iterable[tuple[str, tuple[Scenario, ...]]]) -> dict[str, Scenario]:
    found: dict[str, Scenario] = {}
    homes: dict[str, str] = {}
    for name, scenarios in packs:
        for scenario in scenarios:
            if scenario.id in found:
                raise ScenarioError(
                    f"{name} 里的场景编号 {scenario.id} 在 {homes[scenario.id]} 里已经用过，"
                    "请改一个。"
                )
            found[scenario.id] = scenario
            homes[scenario.id] = name
    return found


def _looks_like_path(name: str) -> bool:
    file = name.rpartition("#")[0] or name
    return file.lower().endswith(_ENDINGS) or any(mark in name for mark in "/\\#") or _exists(name)


def _exists(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # a name too long, or with a zero byte
        return False


def _by_id(name: str, known: dict[str, Scenario]) -> Scenario:
    if name in known:
        return known[name]
    titles = {scenario.title: scenario.id for scenario in known.values()}
    near = nearest(name, [*known, *titles])
    guess = titles.get(near or "", near)
    raise ScenarioError(f"没有“{name[:60]}”这个场景{did_you_mean(guess)}{_offered(known, guess)}")


def _offered(known: dict[str, Scenario], guess: str | None) -> str:
    """Return those of the trade that was meant; else one of each trade, and where the rest is."""
    trades: dict[str, list[str]] = {}
    for scenario in known.values():
        trades.setdefault(scenario.industry, []).append(scenario.id)
    if guess:
        return f"这一行现有的场景：{'、'.join(trades[known[guess].industry])}。"
    some = "、".join(ids[0] for ids in trades.values())
    return f"现有 {len(known)} 个场景，例如 {some}；运行 servicelab catalog 看全部。"


def _one_of(scenarios: Sequence[Scenario], file: str, wanted: str) -> Scenario:
    known = {scenario.id: scenario for scenario in scenarios}
    if wanted and wanted not in known:
        near = did_you_mean(nearest(wanted, known))
        raise ScenarioError(f"{file} 里没有“{wanted}”这个场景{near}里面有：{'、'.join(known)}。")
    if not wanted and len(known) > 1:
        raise ScenarioError(
            f"{file} 里有 {len(known)} 个场景，要写明用哪一个，例如 {file}#{scenarios[0].id}。"
            f"里面有：{'、'.join(known)}。"
        )
    return known[wanted] if wanted else scenarios[0]
