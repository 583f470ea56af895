"""Truth for ``check-plan``: three real plans annotated by hand (figures only), and plans that never were.

``making.make(seed)`` writes an invented plan in one of many manners and knows every relation in it;
``planting.plant(seed, scope=…)`` changes one of its figures and knows which relations that breaks.
"""
