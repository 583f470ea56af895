"""What offices report of areas, and what they did: the two tables that standards and quotas read."""

INDICATOR = """
SELECT i.id, a.code AS area_code, i.name AS indicator, i.year, CAST(i.value AS TEXT) AS value
FROM registry_indicator i JOIN registry_area a ON a.id = i.area_id
WHERE i.year <= %(year)s AND i.said_on <= %(on)s AND i.id > %(after)s
  AND NOT EXISTS (SELECT 1 FROM registry_indicator j WHERE j.area_id = i.area_id AND j.name = i.name
    AND j.year = i.year AND j.said_on <= %(on)s
    AND (j.said_on > i.said_on OR (j.said_on = i.said_on AND j.id > i.id)))
ORDER BY i.id LIMIT %(piece)s
"""
"""The latest statement of each indicator, area and year; of two of one day the one read later."""

ACTIVITY = """
SELECT v.id, CAST(v."on" AS TEXT) AS "on", v.activity, v.role, a.code AS area_code, v.household_id, v.times
FROM registry_activity v LEFT JOIN registry_area a ON a.id = v.area_id
WHERE v."on" <= %(on)s AND v.id > %(after)s ORDER BY v.id LIMIT %(piece)s
"""
