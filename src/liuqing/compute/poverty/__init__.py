"""Measures of poverty: how many are poor, how poor, how unequally, and in how many ways.

``measures`` holds the formulas, ``design`` the standard errors, ``groups`` a table overall and by
group, ``multidimensional`` the Alkire–Foster index, ``reading`` any workbook or text table.
Nothing here knows a household, a place or a policy: numbers in, numbers out.
"""
