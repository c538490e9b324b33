"""The figures of the CDNOW purchases, computed by DuckDB: what `cdnow.rs` is held to.

The file is read by DuckDB, too: nothing is shared with the code under test but the file itself.
"""

import importlib.util
import json
import os
from decimal import ROUND_HALF_EVEN, Decimal

import duckdb
import ets

folder = os.path.dirname(importlib.util.find_spec("lifetimes").origin)
path = os.path.join(folder, "datasets", "CDNOW_master.txt")
base = duckdb.connect()
base.execute(
    """
    CREATE TABLE purchase AS
    SELECT part[1] AS customer, strptime(part[2], '%Y%m%d')::DATE AS day,
           part[3]::INTEGER AS discs, part[4]::DECIMAL(12, 2) AS amount,
           date_trunc('month', strptime(part[2], '%Y%m%d'))::DATE AS month
    FROM (SELECT string_split_regex(trim(line), '\\s+') AS part
          FROM read_csv(?, columns = {'line': 'VARCHAR'}, delim = '|', header = false, skip = 1, quote = ''))
    """,
    [path],
)


def rows(query):
    return [[str(value) for value in row] for row in base.execute(query).fetchall()]


def one(query):
    return str(base.execute(query).fetchone()[0])


def expected(query, ahead):
    """What `ahead` further figures of a query's are expected to be."""
    return ets.forecast([float(row[0]) for row in base.execute(query).fetchall()], ahead)


total, count = base.execute("SELECT sum(amount), count(*) FROM purchase").fetchone()
print(
    json.dumps(
        {
            "file": path,
            "count": count,
            "customers": int(one("SELECT count(DISTINCT customer) FROM purchase")),
            "total": str(total),
            "mean": str((total / Decimal(count)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)),
            "discs": one("SELECT sum(discs) FROM purchase"),
            "median": one("SELECT quantile_cont(amount::DOUBLE, 0.5)::DECIMAL(12, 4) FROM purchase"),
            "p95": one("SELECT quantile_disc(amount, 0.95) FROM purchase"),
            "least": one("SELECT min(amount) FROM purchase"),
            "greatest": one("SELECT max(amount) FROM purchase"),
            "best_customer": one(
                "SELECT max(spent) FROM (SELECT sum(amount) AS spent FROM purchase GROUP BY customer)"
            ),
            "months": rows(
                """
                WITH first AS (SELECT customer, min(month) AS month FROM purchase GROUP BY customer),
                     begun AS (SELECT month, count(*) AS new FROM first GROUP BY month)
                SELECT month, sum(amount), count(*), count(DISTINCT customer), coalesce(any_value(new), 0)
                FROM purchase LEFT JOIN begun USING (month) GROUP BY month ORDER BY month
                """
            ),
            "revenue_ahead": expected("SELECT sum(amount) FROM purchase GROUP BY month ORDER BY month", 3),
            # Whole weeks from Monday on: the first and the last are not.
            "purchases_ahead": expected(
                """
                SELECT count(*) FROM purchase WHERE day BETWEEN '1997-01-06' AND '1998-06-28'
                GROUP BY date_trunc('week', day) ORDER BY date_trunc('week', day)
                """,
                4,
            ),
            "top": rows(
                "SELECT customer, sum(amount) AS spent FROM purchase GROUP BY customer ORDER BY spent DESC, customer LIMIT 10"
            ),
            "cohorts": rows(
                """
                WITH first AS (SELECT customer, min(month) AS start FROM purchase GROUP BY customer)
                SELECT start, date_diff('month', start, month), count(DISTINCT customer)
                FROM purchase JOIN first USING (customer) GROUP BY ALL ORDER BY ALL
                """
            ),
        }
    )
)
