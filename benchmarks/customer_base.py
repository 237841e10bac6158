"""How long BG/NBD takes on a million customers, beside another library in the same run.

    .venv/bin/python benchmarks/customer_base.py [--beside PYTHON]

Customers are drawn from BG/NBD with the parameters of the CDNOW customers, once with days as a log
gives them (equal customers are counted) and once with exact times (no two are alike). Processor
time of one core, the ways taking turns. `--beside` names the Python of an environment in which
`lifetimes` is installed (not the project's own: it is no longer kept up); it
fits the same customers, and the parameters and log-likelihoods of both are printed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from servicelab.theory import crm

TRUE = crm.BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
OTHER = """
import json, sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
from lifetimes import BetaGeoFitter
x, last, age = np.load(sys.argv[1])
start = time.process_time()
model = BetaGeoFitter().fit(x, last, age)
seconds = time.process_time() - start
p = model.params_
# Its own figure is a mean, of times that it has scaled.
ll = x.sum() * np.log(model._scale) - model._negative_log_likelihood_ * len(x)
found = {"seconds": seconds, "log_likelihood": float(ll), "params": [float(v) for v in p]}
print(json.dumps(found))
"""


def customers(n: int, days: bool) -> np.ndarray:
    """Return frequency, recency and T of n drawn customers."""
    age = np.random.default_rng(1).uniform(27, 39, n)
    age = np.round(age * 7) / 7 if days else age
    drawn = TRUE.simulate(age, seed=2)
    last = drawn["recency"].to_numpy()
    last = np.minimum(np.ceil(last * 7) / 7, age) if days else last
    return np.array([drawn["frequency"].to_numpy(), last, age])


def own(past: np.ndarray) -> dict[str, object]:
    """Fit with this project and return seconds, log-likelihood and parameters."""
    start = time.process_time()
    model = crm.BGNBD().fit(*past)
    seconds = time.process_time() - start
    params = model.params.tolist()
    return {"seconds": seconds, "log_likelihood": model.log_likelihood, "params": params}


def beside(python: str, past: np.ndarray) -> dict[str, object]:
    """Fit with the other library, in its own environment."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "past.npy"
        np.save(file, past)
        command = [python, "-c", OTHER, str(file)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def told(name: str, runs: list[dict[str, object]]) -> float:
    """Print one way's median and what it found; return the median."""
    median = statistics.median(float(str(run["seconds"])) for run in runs)
    params = " ".join(f"{value:.4f}" for value in runs[0]["params"])  # type: ignore[attr-defined]
    print(f"{median:>9.2f} s  {name:<12} {params}  LL {runs[0]['log_likelihood']:.2f}", flush=True)
    return median


def main() -> None:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--customers", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--beside", help="Python with lifetimes")
    given = arguments.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for days in (True, False):
        past = customers(given.customers, days)
        print(f"{given.customers:,} customers, {'days' if days else 'exact times'}:")
        ours, theirs = [], []
        for _ in range(given.rounds):
            ours.append(own(past))
            if given.beside:
                theirs.append(beside(given.beside, past))
        fast = told("servicelab", ours)
        if theirs:
            print(f"{told('lifetimes', theirs) / fast:>9.1f} times as fast")


if __name__ == "__main__":
    main()
