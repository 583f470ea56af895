"""A plan's text: read it, find its figures, check them. No database, no network, no guess.

The way through the room: ``reading`` makes a ``Document`` of a file, with ``structure`` for its paragraphs and
sections; ``figures`` finds every figure with its coordinates; ``relations`` finds what must agree, ``within`` a
paragraph and ``across`` the plan; ``judging`` says whether it does and groups what fails for one reason;
``showing`` puts it in plain values for every page and paper. ``checking.check`` is all of it.
"""
