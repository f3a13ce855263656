"""How fast the engine is, measured beside what it replaces; ``python -m tests.benchmarks`` prints the table."""
