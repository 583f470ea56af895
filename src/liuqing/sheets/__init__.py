"""Excel, WPS and CSV in and out: knows cells, never households.

``read`` gives tables from any workbook, ``cells`` turns a cell into a value or a sentence,
``write`` makes workbooks, ``errors_book`` gives the sender's workbook back with what is wrong.
"""
