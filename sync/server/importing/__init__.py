"""Reading other systems' files into the centre: ``shouwen-server import customers|holdings|claims FILE``.

The way of a row, one module a step: a file's bytes (:mod:`.opening`) → rows of text (:mod:`.csv_rows`,
:mod:`.xlsx_rows`, :mod:`.jsonl_rows`) → typed fields by the mapping (:mod:`.columns`) → an entry that needs nothing
but the database any more (:mod:`.customers`, :mod:`.holdings`; :mod:`.feeding` does all this in a process of its own)
→ a plan against what is there (:mod:`.plan`) → one transaction a chunk (:mod:`.writing`, :mod:`.running`).
"""
