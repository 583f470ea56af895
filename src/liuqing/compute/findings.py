"""The shapes of what an assessment writes below ``<snapshot>/findings/``.

``households.parquet``: one row a household, ``household_id`` and one column for each rule of the
household (boolean: true, false or NULL for not known; amounts int64, money in fen).
``persons.parquet``: one row for each member of the register of whom a flag is true or not known,
``person_id``, ``household_id`` and one boolean column a flag.
``entitlements.parquet``: one row for each member of the register who is entitled to something in the
year: ``person_id``, ``household_id`` and the amount of each programme in fen.
``bills.parquet``, ``employers.parquet``: one row a bill or employer with every rule of it.
``areas.parquet``: one row a figure, ready to become a ``Figure`` of the record.
``villages.parquet``: one row a village, ``village_id`` and one boolean column a flag of villages.
"""

import pyarrow as pa

WORDS = ("true", "false", "unknown")
"""How the answers of a rule are counted."""
Counts = dict[str, int]
"""How many answers are true, false and unknown."""

AREAS = pa.schema(
    [
        ("area_code", pa.string()),
        ("level", pa.string()),  # village, town, county
        ("metric", pa.string()),
        ("dimension", pa.string()),  # "", "exit_year=2018", "cause=因病", "flag=not_insured", …
        ("value", pa.decimal128(20, 6)),  # people, households, yuan or per cent; NULL: not known
    ]
)

METRICS = {
    "registered_households": "户",
    "registered_persons": "人",
    "registered_population": "人",
    "exited_households": "户",
    "exited_persons": "人",
    "unexited_households": "户",
    "unexited_persons": "人",
    "relapsed_persons": "人",
    "rural_population": "人",
    "incidence": "%",
    "villages": "个",
    "poor_villages": "个",
    "poor_villages_exited": "个",
    "poor_villages_left": "个",
    "dibao_households": "户",
    "dibao_persons": "人",
    "exit_ready_households": "户",
    "exit_open_households": "户",
    "complete_households": "户",
    "flagged_persons": "人",
    "flagged_households": "户",
    "entitled_persons": "人",
    "entitled_yuan": "元",
    "household_share": "%",
    "person_share": "%",
}
"""Every metric of ``areas.parquet`` and its unit, besides the counts, shares, means and conditions
that are rules of areas (those under their own name; a condition is 1 or 0). Dimensions that narrow them:

- ``exited_households``, ``exited_persons``: ``exit_year=2018``
- ``registered_households``, ``registered_persons``, ``unexited_households``,
  ``unexited_persons``: ``cause=因病`` (the main cause), ``category=低保贫困户``
- ``exit_ready_households`` (of those not exited): ``verdict=true|false|unknown``
- ``exit_open_households`` (of those not exited): ``condition=exit_water`` for each condition that
  is not met, ``unknown=exit_water`` where it is not known
- ``complete_households`` (of all registered): ``score=0`` … ``score=6``, and
  ``clear=members`` … for each of the six clears
- ``flagged_persons``: ``flag=not_insured`` (true), ``unknown=not_insured``
- ``flagged_households``: ``flag=near_line``
- ``registered_households``: ``<choice>=<option>`` for each choice of households (``colour=红``)
- ``villages``: ``<choice>=<option>`` for each choice of villages
- ``household_share``, ``person_share`` (of those not exited): ``cause=因病``
- ``entitled_persons``, ``entitled_yuan``: ``programme=school`` (``policy/programmes.py``)
"""
