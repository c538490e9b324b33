"""DuckDB and polars over the facts of the benchmark, one query a line from standard input.

A line is `PEER QUERY`; the answer is one line of JSON: `[label, ...figures]` for each row, in order.
"""

import json
import sys

import duckdb
import polars as pl

path, threads = sys.argv[1], int(sys.argv[2])
if pl.thread_pool_size() != threads:
    sys.exit(f"polars has {pl.thread_pool_size()} threads, not {threads}")

base = duckdb.connect()
base.execute(f"SET threads = {threads}")
base.execute("SET TimeZone = 'Europe/Berlin'")
base.execute("CREATE TABLE raw AS SELECT * FROM read_csv(?, all_varchar = true, header = true)", [path])
for column in ("project", "customer"):
    base.execute(f"CREATE TYPE {column} AS ENUM (SELECT DISTINCT {column} FROM raw ORDER BY 1)")
base.execute(
    """
    CREATE TABLE fact AS
    SELECT to_timestamp(0) + to_microseconds("at"::BIGINT) AS happened, project::project AS project,
           customer::customer AS customer, cents::BIGINT AS cents
    FROM raw
    """
)
base.execute("DROP TABLE raw")

fact = pl.read_csv(path, schema_overrides={"project": pl.Categorical, "customer": pl.Categorical}).with_columns(
    pl.col("at").cast(pl.Datetime("us", "UTC")).dt.convert_time_zone("Europe/Berlin")
)
month = pl.col("at").dt.truncate("1mo").alias("month")

MONTH, NAME = "date_trunc('month', happened)", "strftime(month, '%Y-%m')"

SQL = {
    "revenue": f"""
        SELECT {NAME}, project::VARCHAR, cents::BIGINT
        FROM (SELECT {MONTH} AS month, project, sum(cents) AS cents FROM fact GROUP BY ALL) ORDER BY ALL
    """,
    "trend": f"""
        SELECT {NAME}, cents::BIGINT, lag(cents) OVER (ORDER BY month)::BIGINT
        FROM (SELECT {MONTH} AS month, sum(cents) AS cents FROM fact GROUP BY ALL) ORDER BY month
    """,
    "distinct": f"""
        SELECT {NAME}, customers
        FROM (SELECT {MONTH} AS month, count(DISTINCT customer) AS customers FROM fact GROUP BY ALL) ORDER BY month
    """,
    "p95": "SELECT quantile_disc(cents, 0.95) FROM fact",
    "about_p95": "SELECT approx_quantile(cents, 0.95) FROM fact",
}


def revenue():
    return fact.group_by(month, "project").agg(pl.col("cents").sum()).sort("month", "project")


def trend():
    sums = fact.group_by(month).agg(pl.col("cents").sum()).sort("month")
    return sums.with_columns(before=pl.col("cents").shift(1))


def distinct():
    return fact.group_by(month).agg(pl.col("customer").n_unique()).sort("month")


def p95():
    return fact.select(pl.col("cents").quantile(0.95, "higher"))


FRAMES = {"revenue": revenue, "trend": trend, "distinct": distinct, "p95": p95, "about_p95": p95}


def plain(value):
    return value.strftime("%Y-%m") if hasattr(value, "strftime") else value


def answer(peer, query):
    rows = base.execute(SQL[query]).fetchall() if peer == "duckdb" else FRAMES[query]().rows()
    return [[plain(value) for value in row] for row in rows]


print(json.dumps({"duckdb": duckdb.__version__, "polars": pl.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(*line.split())), flush=True)
