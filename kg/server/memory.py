"""How much memory one request may take."""

import resource


def limit_memory(megabytes: int | None) -> None:
    """Lets this process map so much more memory than it has now; what asks for more is ended by the system's allocator."""
    if megabytes is None:
        return
    with open("/proc/self/statm") as status:
        mapped = int(status.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (mapped + megabytes * 1_048_576, hard))


def unlimit_memory() -> None:
    """Takes the limit away, to open a store."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
