"""What every test may ask for: a real Postgres and a real Kafka."""

pytest_plugins = ["tests.servers"]
