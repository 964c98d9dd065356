"""Neighbours of products by cosine, the 20 nearest of each, by other tools: recommend_peers.py TOOL FILE.csv
FILE: customer_id,product_id as small integers.  TOOL: scipy, implicit or duckdb.  Prints how many neighbours."""
import sys

tool, file = sys.argv[1:]
KEEP = 20


def matrix():
    import numpy
    import scipy.sparse
    pairs = numpy.unique(numpy.loadtxt(file, delimiter=",", skiprows=1, dtype=numpy.int32), axis=0)
    return scipy.sparse.csr_matrix((numpy.ones(len(pairs), numpy.float32), (pairs[:, 0], pairs[:, 1])))


def by_scipy():
    import numpy
    x = matrix()
    together = (x.T @ x).tocsr()
    root = numpy.sqrt(together.diagonal())
    kept = 0
    for i in range(together.shape[0]):
        begin, end = together.indptr[i], together.indptr[i + 1]
        other = together.indices[begin:end]
        cosine = together.data[begin:end] / (root[i] * root[other])
        cosine[other == i] = 0
        best = numpy.argpartition(-cosine, KEEP)[:KEEP] if end - begin > KEEP else numpy.arange(end - begin)
        kept += int((cosine[best] > 0).sum())
    return kept


def by_implicit():
    from implicit.nearest_neighbours import CosineRecommender
    model = CosineRecommender(K=KEEP + 1, num_threads=2)       # a product is its own neighbour there
    model.fit(matrix().tocsr(), show_progress=False)
    pairs = model.similarity.tocoo()
    return int(((pairs.row != pairs.col) & (pairs.data > 0)).sum())


def by_duckdb():
    import duckdb
    return duckdb.connect().execute(f"""
        WITH b AS MATERIALIZED (SELECT DISTINCT customer_id AS u, product_id AS i FROM read_csv('{file}')),
        c AS (SELECT i, count(*) AS n FROM b GROUP BY i),
        w AS (SELECT x.i, y.i AS j, count(*) AS n FROM b x JOIN b y ON x.u = y.u AND x.i <> y.i GROUP BY ALL)
        SELECT count(*) FROM (SELECT w.i, j, w.n / sqrt(ci.n * cj.n) AS cosine
            FROM w JOIN c ci ON ci.i = w.i JOIN c cj ON cj.i = w.j
            QUALIFY row_number() OVER (PARTITION BY w.i ORDER BY cosine DESC, j) <= {KEEP})""").fetchall()[0][0]


print({"scipy": by_scipy, "implicit": by_implicit, "duckdb": by_duckdb}[tool]())
