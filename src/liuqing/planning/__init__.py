"""planning: the project pool, the money and its way to the household, assets, loans, performance."""
