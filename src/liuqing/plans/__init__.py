"""A plan's text: read it, find its figures, check them. No database, no network, no guess.

The way through the room: ``reading`` makes a ``Document`` of a file, ``quantities`` finds every figure with
its coordinates, ``relations`` finds what must agree, ``judging`` says whether it does, ``causes`` groups what
fails for one reason, ``checking.check`` is all of it.
"""
