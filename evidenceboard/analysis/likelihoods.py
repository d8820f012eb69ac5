"""Words of likelihood that an analyst may choose, with the ranges their publishers give them. Never computed."""

from __future__ import annotations

from collections.abc import Mapping

SCALES: Mapping[str, Mapping[str, str]] = {
    "ICD 203": {
        "almost no chance": "1–5 %",
        "very unlikely": "5–20 %",
        "unlikely": "20–45 %",
        "roughly even chance": "45–55 %",
        "likely": "55–80 %",
        "very likely": "80–95 %",
        "almost certain": "95–99 %",
    },
    "PHIA": {
        "remote chance": "up to 5 %",
        "highly unlikely": "10–20 %",
        "unlikely": "25–35 %",
        "realistic possibility": "40–50 %",
        "likely or probable": "55–75 %",
        "highly likely": "80–90 %",
        "almost certain": "95 % and more",
    },
}
