"""Splink 4 or 5 on a table of people, as its tutorials do it: splink_people.py TABLE.csv en|ja CLUSTERS.csv

en: the columns of dedupe_people.c; ja: those of the till's list that tests/gen/shop makes.  Exit 3: no Splink here."""
import sys

try:
    import duckdb
    import splink
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
except ImportError:
    sys.exit(3)

table, kind, out = sys.argv[1:4]
con = duckdb.connect()
if kind == "en":
    columns = ["given_name", "surname", "street_number", "address_1", "suburb", "postcode", "date_of_birth", "soc_sec_id"]
    con.execute("create table people as select record_id, %s from read_csv(?, header=true, all_varchar=true)"
                % ", ".join("nullif(%s, '') as %s" % (c, c) for c in columns), [table])
    comparisons = [
        cl.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number"),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        cl.JaroWinklerAtThresholds("address_1", [0.92, 0.8]),
    ]
    rules = [("soc_sec_id",), ("given_name", "surname"), ("date_of_birth", "given_name"), ("date_of_birth", "surname"),
             ("postcode", "given_name"), ("postcode", "surname"), ("address_1", "street_number")]
    sure, train = [("soc_sec_id", "surname"), ("given_name", "surname", "date_of_birth")], [("given_name", "surname"), ("date_of_birth",)]
else:
    columns = {"name": "replace(replace(会員名, ' ', ''), '　', '')", "kana": "replace(nfc_normalize(会員名カナ), ' ', '')",
               "zip": "replace(郵便番号, '-', '')", "address": "住所", "phone": "replace(電話番号, '-', '')",
               "mobile": "replace(携帯番号, '-', '')", "email": "lower(メールアドレス)", "birth": "生年月日", "sex": "性別"}
    con.execute("create table people as select 会員コード as record_id, %s from read_csv(?, header=true, all_varchar=true)"
                % ", ".join("nullif(%s, '') as %s" % (e, c) for c, e in columns.items()), [table])
    comparisons = [
        cl.JaroWinklerAtThresholds("name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("kana", [0.92, 0.8]),
        cl.DamerauLevenshteinAtThresholds("birth", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("mobile", [1, 2]),
        cl.ExactMatch("phone"), cl.ExactMatch("email"), cl.ExactMatch("zip"),
        cl.JaroWinklerAtThresholds("address", [0.92, 0.8]),
    ]
    rules = [("mobile",), ("email",), ("name", "birth"), ("kana", "birth"), ("name", "zip"), ("phone", "name"), ("zip", "birth")]
    sure, train = [("mobile", "name"), ("email", "name"), ("name", "birth", "zip")], [("name",), ("birth",)]

settings = SettingsCreator(link_type="dedupe_only", unique_id_column_name="record_id", comparisons=comparisons,
                           blocking_rules_to_generate_predictions=[block_on(*r) for r in rules])
api = DuckDBAPI(connection=con)
if int(splink.__version__.split(".")[0]) >= 5:
    linker = Linker(api.register("people"), settings, log_level="ERROR")
else:
    linker = Linker("people", settings, db_api=api)
linker.training.estimate_probability_two_random_records_match([block_on(*r) for r in sure], recall=0.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
for rule in train:
    linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
pairs = linker.inference.predict(threshold_match_probability=0.9)
groups = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
frame = groups.as_pandas_dataframe()
frame[["record_id", "cluster_id"]].to_csv(out, index=False)
