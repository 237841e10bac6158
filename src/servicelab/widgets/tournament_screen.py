"""The tournament screen of lesson 11: who plays above, who leads below."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import ipywidgets as ipw

from servicelab.data.arguments import whole_number
from servicelab.evaluation.tournament import FEWEST
from servicelab.methods import catalog as method_catalog
from servicelab.methods.catalog import BASELINES, resolve
from servicelab.methods.method import Method
from servicelab.scenarios import Scenario, load
from servicelab.widgets.form import Form, Spec, option
from servicelab.widgets.results import Results
from servicelab.widgets.room import scenario_groups, type_options
from servicelab.widgets.tournament import Match, Pace, Played, play, say
from servicelab.widgets.tournament_pages import results

SIZES = (500, 1_000, 2_000, 5_000, 10_000)
LONG = 15.0
"""Seconds of talking from which a tournament asks to be started twice."""
METHODS = ("roundabout", "clear", "reactive", *BASELINES)
SCENARIOS = (
    "heating_blocked_pipe",
    "heating_bill_dispute",
    "hotel_dirty_room",
    "ecommerce_defect",
    "ecommerce_not_as_described",
    "courier_delay",
)


class TournamentScreen(ipw.VBox):
    """A tournament of methods: same customers, same luck, noise floor, ranks, what it costs.

    Parameters
    ----------
    methods
        Ids or methods of your own that play at first; the methods and baselines of the package
        are offered beside them. A technique goes with a method, so it plays only if given here.
    scenarios
        Ids, paths of packs, or scenarios in which they play at first.
    customer_type
        Id of a type of customer; every case's own variety if not given.
    dose
        ``"both"``, ``"as written"`` or ``"equal dose"``.
    measure
        What is judged at first; one of :data:`~servicelab.widgets.tournament.MEASURES`.
    n
        Customers a scenario, at least 100; 500, 1,000, 2,000, 5,000 and 10,000 are offered beside
        it.
    seed
        Names the luck.

    Attributes
    ----------
    choices
        What the controls show, by name.
    played
        The latest match and its comparison.
    results
        What is shown below the controls.

    Raises
    ------
    servicelab.data.ServicelabError
        If a method, a case, the type, the measure or the dose does not exist.

    Examples
    --------
    >>> screen = TournamentScreen(["clear", "confront"], ["courier_delay"], n=100)
    >>> screen.played.comparison.table["n"].iloc[0]
    np.int64(100)
    """

    def __init__(
        self,
        methods: Sequence[str | Method] = METHODS,
        scenarios: Sequence[str | Scenario] = SCENARIOS,
        customer_type: str | None = None,
        dose: str = "both",
        measure: str = "satisfaction",
        n: int = 1_000,
        seed: int = 7,
    ) -> None:
        self._methods = _by_name(map(resolve, methods), "name")
        self._scenarios = _by_name(map(_scenario, scenarios), "id")
        self._seed, self._pace = seed, Pace()
        self._agreed: Match | None = None
        self.played: Played
        self.results: Results
        values = {
            "methods": list(self._methods),
            "scenarios": list(self._scenarios),
            "customer_type": customer_type or "",
            "dose": dose,
            "measure": measure,
            "n": n,
            "big": False,
        }
        offered = fields(
            list(self._methods.values()),
            list(self._scenarios.values()),
            whole_number("n", n, least=FEWEST),
        )
        self._form = Form(say("screen")["title"], offered, values, self._answer)
        self._page = ipw.HTML()
        super().__init__((self._form, self._page))
        self.add_class("sl-room").add_class("sl-lab")
        self._play(self._match())
        self._form.progress = -1.0

    @property
    def choices(self) -> dict[str, Any]:
        """What the controls show, by name."""
        return dict(self._form.values)

    def choose(self, **values: Any) -> None:
        """Set controls; what is wrong with a value is said on the screen.

        Parameters
        ----------
        **values
            By name of the control: methods, scenarios, customer_type, dose, measure, n, big.
        """
        self._form.choose(next(reversed(values), "methods"), values)

    def start(self, **values: Any) -> None:
        """Set controls and press the button; what takes long wants it twice.

        Parameters
        ----------
        **values
            As for :meth:`choose`.
        """
        self._form.choose("start", values)

    def _repr_mimebundle_(self, **given: Any) -> Any:
        # Where widgets can't be shown (no kernel, not trusted) the page shows the first pictures.
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": self.results.to_page()}, metadata

    # ------------------------------------------------------------- what people do

    def _answer(self, name: str) -> None:
        if name == "big":
            (self.add_class if self.choices["big"] else self.remove_class)("sl-big")
            return
        match = self._match()
        if name == "start":
            self._start(match)
        elif name == "measure" and match == self.played.match:
            self._draw()
            self._form.say(say("screen")["rejudged"])
        else:
            self._tell_size(match)

    def _match(self) -> Match:
        choices = self.choices
        return Match(
            tuple(self._known(self._methods, name, resolve) for name in choices["methods"]),
            tuple(self._known(self._scenarios, name, load) for name in choices["scenarios"]),
            choices["customer_type"] or None,
            choices["dose"],
            int(choices["n"]),
            self._seed,
        )

    @staticmethod
    def _known(known: dict[str, Any], name: str, find: Callable[[str], Any]) -> Any:
        if name not in known:
            known[name] = find(name)  # once, so that two equal matches are equal
        return known[name]

    def _tell_size(self, match: Match) -> None:
        long = self._pace.playing(match) > LONG
        text = say("screen")["large" if long else "size"]
        seconds = duration(self._pace.seconds(match))
        self._form.say(text.format(talks=match.talks, seconds=seconds), "hint" if long else "")

    def _start(self, match: Match) -> None:
        if self._pace.playing(match) > LONG and match != self._agreed:
            self._agreed = match
            self._tell_size(match)
            return
        self._agreed = None
        started = time.perf_counter()
        self._form.say(say("screen")["playing"])
        self._play(match)
        seconds = duration(time.perf_counter() - started)
        self._form.say(say("screen")["done"].format(talks=match.talks, seconds=seconds))

    # ------------------------------------------------------------- what is shown

    def _play(self, match: Match) -> None:
        started = time.perf_counter()
        self.played = play(match, self._form.tell)
        playing = time.perf_counter() - started
        self._draw()
        self._pace.learn(match, playing, time.perf_counter() - started - playing)

    def _draw(self) -> None:
        for shown in results(self.played, self.choices["measure"]):
            self.results = shown
            self._page.value = self.results.to_html()
            self._form.say(say("screen")["drawing"])
        self._form.say()


def duration(seconds: float) -> str:
    """Return a time as people say it.

    Examples
    --------
    >>> duration(0.84), duration(42.3), duration(150)
    ('0.8 秒', '42 秒', '2.5 分钟')
    """
    words = say("screen")
    if seconds < 10:
        return str(words["seconds"].format(value=f"{seconds:.1f}"))
    if seconds < 90:
        return str(words["seconds"].format(value=f"{seconds:.0f}"))
    return str(words["minutes"].format(value=f"{seconds / 60:.1f}"))


def _scenario(given: str | Scenario) -> Scenario:
    return given if isinstance(given, Scenario) else load(given)


def _by_name(given: Iterable[Any], key: str) -> dict[str, Any]:
    return {getattr(one, key): one for one in given}


def fields(
    own_methods: Sequence[Method] = (),
    own_scenarios: Sequence[Scenario] = (),
    own_size: int = 1_000,
) -> list[Spec]:
    """Return the controls of the screen.

    Parameters
    ----------
    own_methods, own_scenarios, own_size
        Offered beside those of the package.

    Examples
    --------
    >>> [one["name"] for one in fields()][:3]
    ['methods', 'scenarios', 'customer_type']
    """
    words = say("screen")
    sizes = [option(n, words["people"].format(n=n)) for n in sorted({*SIZES, own_size})]
    doses = [option(value, label) for value, label in words["doses"].items()]
    measures = [option(name, label) for name, label in say("measures").items()]
    types = [option(name, title) for title, name in type_options()]
    return [
        _checks("methods", _method_groups(own_methods), METHODS),
        _checks("scenarios", _case_groups(own_scenarios), SCENARIOS) | {"folded": True},
        _select("customer_type", types),
        _select("n", sizes),
        _select("measure", measures),
        {"name": "dose", "kind": "choice", "label": words["dose"], "options": doses},
        {"name": "start", "kind": "button", "label": words["start"]},
        {"name": "big", "kind": "toggle", "label": words["big"]},
    ]


def _select(name: str, options: list[dict[str, str]]) -> Spec:
    return {"name": name, "kind": "select", "label": say("screen")[name], "options": options}


def _checks(name: str, groups: list[dict[str, Any]], usual: Sequence[str]) -> Spec:
    words = say("screen")
    every = [one["value"] for group in groups for one in group["options"]]
    values = {"usual": list(usual), "every": every, "none": []}
    presets = [
        {"label": label, "values": values[key]} for key, label in words["presets"][name].items()
    ]
    kind = {"name": name, "kind": "checks", "label": words[name]}
    return {**kind, "groups": groups, "presets": presets}


def _method_groups(own: Sequence[Method]) -> list[dict[str, Any]]:
    words, table = say("screen"), method_catalog()
    known: dict[str, list[dict[str, str]]] = {"method": [], "baseline": []}
    for name, row in table.to_dict("index").items():
        if row["kind"] in known:
            known[row["kind"]].append(option(name, row["zh"], title=row["steps"]))
    offered = [one["value"] for options in known.values() for one in options]
    mine = [option(one.name, one.zh or one.name) for one in own if one.name not in offered]
    groups = [(words["recommended"], known["method"]), (words["baselines"], known["baseline"])]
    groups += [(words["own"], mine)] if mine else []
    return [{"label": label, "options": options} for label, options in groups]


def _case_groups(own: Sequence[Scenario]) -> list[dict[str, Any]]:
    return [
        {"label": industry, "options": [option(name, title) for title, name in cases]}
        for industry, cases in scenario_groups(own).items()
    ]


def tournament_screen(
    methods: Sequence[str | Method] = METHODS,
    scenarios: Sequence[str | Scenario] = SCENARIOS,
    customer_type: str | None = None,
    dose: str = "both",
    measure: str = "satisfaction",
    n: int = 1_000,
    seed: int = 7,
) -> TournamentScreen:
    """Open the tournament screen.

    Parameters
    ----------
    methods, scenarios, customer_type, dose, measure, n, seed
        As for :class:`TournamentScreen`.

    Returns
    -------
    TournamentScreen
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> screen = tournament_screen(["clear", "confront"], ["courier_delay"], n=100)
    >>> screen.choices["methods"]
    ['clear', 'confront']
    """
    return TournamentScreen(methods, scenarios, customer_type, dose, measure, n, seed)
