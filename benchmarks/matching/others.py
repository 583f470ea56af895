"""The two yardsticks on the same data: Splink 5 alone, and the exact number alone.

Splink is given what a careful user would give it: the number made comparable, the sound of the name
beside the name, four blocking rules, a comparison with levels for every column, training on the
data themselves. Of its answers the threshold is taken that suits it best.
"""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

LINK, DEDUPE = "link", "dedupe"


def exact(folder: Path, task: str) -> pa.Table:
    """Pairs with the same number, as it was written."""
    right, further = ("r", "") if task == LINK else ("l", " AND l.key < r.key")
    with duckdb.connect(config={"memory_limit": "1GB"}) as engine:
        return engine.sql(
            f'SELECT l.key AS "left", r.key AS "right", 1.0 AS score FROM \'{folder}/l.parquet\' l '
            f"JOIN '{folder}/{right}.parquet' r ON l.number = r.number{further}"
        ).to_arrow_table()


def splink(folder: Path, task: str) -> pa.Table:
    """Pairs by Splink 5 with their probability."""
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    with duckdb.connect(config={"memory_limit": "8GB", "temp_directory": str(folder / "spill")}) as engine:
        api = DuckDBAPI(connection=engine)
        sides = ["l", "r"] if task == LINK else ["l"]
        given = [
            api.register(_prepared(folder / f"{side}.parquet"), dataset_display_name=side) for side in sides
        ]
        settings = SettingsCreator(
            link_type="link_only" if task == LINK else "dedupe_only",
            unique_id_column_name="key",
            comparisons=[
                cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
                _names(),
                cl.DateOfBirthComparison("birth", input_is_string=True, datetime_format="%Y-%m-%d"),
                cl.ExactMatch("sex"),
                cl.ExactMatch("place").configure(term_frequency_adjustments=True),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("number"), block_on("name", "birth"), block_on("sound", "place"), block_on("birth", "place"),
            ],
            retain_matching_columns=False,
        )  # fmt: skip
        linker = Linker(given, settings, log_level="ERROR")
        training = linker.training
        training.estimate_probability_two_random_records_match([block_on("number")], recall=0.7)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=6)
        for rule in (block_on("number"), block_on("sound", "birth"), block_on("birth", "place")):
            training.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict(threshold_match_probability=0.3)
        return engine.sql(
            f'SELECT key_l AS "left", key_r AS "right", match_probability AS score FROM {found.physical_name}'
        ).to_arrow_table()


def _names():  # type: ignore[no-untyped-def]
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    return cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.NullLevel("name"),
            cll.ExactMatchLevel("name", term_frequency_adjustments=True),
            cll.ExactMatchLevel("sound"),
            cll.JaroWinklerLevel("sound", 0.9),
            cll.ElseLevel(),
        ],
    )


def _prepared(path: Path) -> pa.Table:
    """The columns that Splink compares, the number in eighteen digits where it has them."""
    from liuqing.matching import names
    from liuqing.policy import identity_numbers

    people = pq.read_table(path)
    written = people["name"].to_pylist()
    sounds = {name: names.pinyin(names.plain(name)) for name in set(written) if name}
    numbers = [
        identity_numbers.normal(number) or number if number else None
        for number in people["number"].to_pylist()
    ]
    births = [day.isoformat() if day else None for day in people["birth"].to_pylist()]
    return pa.table(
        {
            "key": people["key"], "number": pa.array(numbers, pa.string()), "name": people["name"],
            "sound": pa.array([sounds.get(name) for name in written], pa.string()), "sex": people["sex"],
            "birth": pa.array(births, pa.string()), "place": people["place"],
        }
    )  # fmt: skip
