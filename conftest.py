"""What every test may ask for: a real Postgres and a real Kafka; and how workers share tests."""

pytest_plugins = ["tests.servers", "tests.workers"]
