"""What may stand in an address: area codes and household numbers, nothing else."""


class Code:
    """An area's code: digits and letters."""

    regex = "[0-9A-Za-z-]{1,20}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


class HouseholdNo(Code):
    """A household's number."""

    regex = "[0-9A-Za-z_-]{1,30}"
