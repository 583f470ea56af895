"""The statements that read villages, households and persons, the same on SQLite and PostgreSQL.

Days come as text and flags as 0 or 1 from both. They are put together from constants of this file.
"""

from liuqing.policy.tables import INCOME_ITEMS

# ruff: noqa: S608 - constants of this file only

IN_FORCE = '{0}.since <= %(on)s AND ({0}."until" IS NULL OR {0}."until" > %(on)s)'
"""From its first day until, but without, its last."""

CURRENT = "((m.year = %(year)s AND (m.since IS NULL OR m.since <= %(on)s)) OR (" + IN_FORCE.format("m") + "))"
"""A measure of the year of the day, or one that is open on it."""

_RECEIVED = '(r."on" <= %(on)s OR (r."on" IS NULL AND r.year <= %(year)s))'


def _fen(column: str) -> str:
    return f"CAST(ROUND({column} * 100) AS BIGINT)"


def _flag(column: str) -> str:
    return f"CAST({column} AS INTEGER)"


def _text(column: str) -> str:
    return f"CAST({column} AS TEXT)"


def _year(column: str) -> str:
    return f"CAST(SUBSTR(CAST({column} AS TEXT), 1, 4) AS BIGINT)"


def _net(row: str) -> str:
    """All items less the expense; NULL where one of them is missing."""
    items = (f"{_fen(f'{row}.{item}')}" for item in INCOME_ITEMS if item != "business_expense")
    return f"({' + '.join(items)} - {_fen(f'{row}.business_expense')})"


_THERE = """(SELECT w.village_id FROM registry_formervillage w
    WHERE w.household_id = h.id AND w."until" > %(on)s ORDER BY w."until", w.id LIMIT 1)"""
"""The village in which a household that moved since still lived on the day."""

VILLAGES = f"""
SELECT a.id AS village_id, a.code AS village_code, t.code AS town_code,
  CASE WHEN EXISTS (SELECT 1 FROM registry_areastanding s WHERE s.area_id = a.id AND s.since <= %(on)s) THEN 1
       WHEN y.id IS NOT NULL THEN 0 END AS poor_village,
  CASE WHEN x.id IS NULL THEN 0 ELSE 1 END AS village_exited, {_year("x.since")} AS village_exit_year,
  y.rural_population, {_fen("y.collective_income")} AS collective_income_fen, y.households AS households_stated,
  {_text("y.other")} AS other
FROM registry_area a
LEFT JOIN registry_area t ON t.id = a.parent_id
LEFT JOIN registry_areastanding x ON x.id = (SELECT s.id FROM registry_areastanding s
  WHERE s.area_id = a.id AND s.status = 'exited' AND {IN_FORCE.format("s")} ORDER BY s.since DESC, s.id DESC LIMIT 1)
LEFT JOIN registry_villageyear y ON y.id = (SELECT z.id FROM registry_villageyear z
  WHERE z.area_id = a.id AND z.year BETWEEN %(before)s AND %(year)s ORDER BY z.year DESC LIMIT 1)
WHERE a.level = 'village' AND (a.since IS NULL OR a.since <= %(on)s)
  AND (a."until" IS NULL OR a."until" > %(on)s) AND a.id > %(after)s
ORDER BY a.id LIMIT %(piece)s
"""

HOUSEHOLDS = f"""
SELECT h.id AS household_id, h.no AS household_no, COALESCE({_THERE}, h.village_id) AS household_village_id,
  s.status AS standing,
  (SELECT {_year("MIN(f.since)")} FROM registry_standing f
    WHERE f.household_id = h.id AND f.since <= %(on)s) AS identified_year,
  CASE WHEN s.status = 'exited' THEN {_year("s.since")} END AS exit_year,
  p.year AS planned_exit_year, NULLIF(y.category, '') AS category, y.size_stated,
  (SELECT c.code FROM registry_cause c WHERE c.household_id = h.id AND c.main AND {IN_FORCE.format("c")}
    ORDER BY c.since DESC, c.id DESC LIMIT 1) AS main_cause,
  {_flag("y.food_secure")} AS food_secure, {_flag("y.clothing_secure")} AS clothing_secure,
  {_flag("y.water_safe")} AS water_safe, NULLIF(y.house_grade, '') AS house_grade,
  {_flag("y.house_dilapidated")} AS house_dilapidated, {_fen("y.house_area")} AS house_area,
  {_flag("y.cooperative")} AS cooperative, {_flag("y.domestic_power")} AS domestic_power,
  NULLIF(y.road_type, '') AS road_type, {_fen("y.land_cultivated")} AS land_cultivated_cmu,
  {_fen("y.land_forest")} AS land_forest_cmu, {_text("y.other")} AS other,
  (SELECT COUNT(*) FROM registry_receipt r WHERE r.household_id = h.id AND {_RECEIVED}) AS receipt_count,
  (SELECT {_fen("COALESCE(SUM(r.amount), 0)")} FROM registry_receipt r
    WHERE r.household_id = h.id AND r.year = %(year)s AND {_RECEIVED}) AS receipts_fen,
  (SELECT COUNT(*) FROM registry_assignment o WHERE o.household_id = h.id AND {IN_FORCE.format("o")})
    AS officer_count,
  {", ".join(f"{_fen(f'i.{item}')} AS {item}_fen" for item in INCOME_ITEMS)},
  {_net("b")} AS net_income_before_fen
FROM registry_household h
LEFT JOIN registry_standing s ON s.id = (SELECT f.id FROM registry_standing f
  WHERE f.household_id = h.id AND {IN_FORCE.format("f")} ORDER BY f.since DESC, f.id DESC LIMIT 1)
LEFT JOIN registry_exitplan p ON p.household_id = h.id
LEFT JOIN registry_householdyear y ON y.id = (SELECT z.id FROM registry_householdyear z
  WHERE z.household_id = h.id AND z.year BETWEEN %(before)s AND %(year)s ORDER BY z.year DESC LIMIT 1)
LEFT JOIN registry_incomeyear i ON i.household_id = h.id AND i.year = %(year)s
LEFT JOIN registry_incomeyear b ON b.household_id = h.id AND b.year = %(before)s
WHERE h.id > %(after)s ORDER BY h.id LIMIT %(piece)s
"""

PERSONS = f"""
SELECT p.id AS person_id, m.household_id, p.village_id AS person_village_id, NULLIF(m.relation, '') AS relation,
  NULLIF(p.sex, '') AS sex, CAST(p.birth AS TEXT) AS birth, NULLIF(p.ethnicity, '') AS ethnicity,
  CASE WHEN p.id_hash IS NOT NULL THEN 1 WHEN p.id_cipher IS NOT NULL THEN 0 END AS id_valid,
  NULLIF(y.education, '') AS education, NULLIF(y.school_status, '') AS school_status,
  NULLIF(y.dropout_reason, '') AS dropout_reason, NULLIF(y.labour, '') AS labour, y.work_months,
  CASE WHEN b.work_months IS NOT NULL THEN CASE WHEN b.work_months > 0 THEN 1 ELSE 0 END END AS worked_before,
  NULLIF(y.health, '') AS health, {_flag("y.resident_medical")} AS resident_medical,
  {_flag("y.employee_medical")} AS employee_medical,
  {_flag("y.critical_illness_cover")} AS critical_illness_cover,
  {_flag("y.resident_pension")} AS resident_pension, {_flag("y.employee_pension")} AS employee_pension,
  {_flag("y.on_dibao")} AS on_dibao, {_flag("y.on_tekun")} AS on_tekun, p.file_id AS told_by,
  CASE WHEN m.id IS NOT NULL THEN p.id_cipher END AS number, CASE WHEN m.id IS NOT NULL THEN {_text("y.other")} END AS other
FROM registry_person p
LEFT JOIN registry_membership m ON m.id = (SELECT n.id FROM registry_membership n
  WHERE n.person_id = p.id AND {IN_FORCE.format("n")} ORDER BY n.since DESC, n.id DESC LIMIT 1)
LEFT JOIN registry_personyear y ON y.id = (SELECT z.id FROM registry_personyear z
  WHERE z.person_id = p.id AND z.year BETWEEN %(before)s AND %(year)s ORDER BY z.year DESC LIMIT 1)
LEFT JOIN registry_personyear b ON b.person_id = p.id AND b.year = %(before)s
WHERE p.same_as_id IS NULL AND p.id > %(after)s ORDER BY p.id LIMIT %(piece)s
"""
