"""The app's customers, as lesson 03 has them."""

from __future__ import annotations

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def customers(project) -> pd.DataFrame:
    return pd.read_csv(project / "datasets" / "continuance.csv", encoding="utf-8-sig")
