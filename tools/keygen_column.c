#include "tools/keygen_column.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "tools/bit_balance.h"

/* What a value is taken from. */
typedef struct source {
    const phw_keygen *k;
    const phw_agreement_report *alice;
    phw_bit_balance balance; /* of Alice's reconciled bits */
} source;

typedef struct entry {
    phw_keygen_column column;
    double (*value)(const source *s);
} entry;

/* A round trip of the rates that count waiting, s. */
#define ROUND_TRIP_S 10e-3

static double per_second(const source *s, double bits)
{
    return bits / s->k->duration_s;
}

static double per_probe(const source *s, double bits)
{
    return bits / (double)s->k->n_exchanges;
}

static double rate(const source *s)
{
    return phw_keygen_rate(s->k, 0);
}

static double rate_10ms(const source *s)
{
    return phw_keygen_rate(s->k, ROUND_TRIP_S);
}

static double key_per_probe(const source *s)
{
    return per_probe(s, (double)s->alice->key_bits);
}

static double raw_per_second(const source *s)
{
    return per_second(s, (double)s->k->n_raw);
}

static double raw_per_probe(const source *s)
{
    return per_probe(s, (double)s->k->n_raw);
}

static double key_bits(const source *s)
{
    return (double)s->alice->key_bits;
}

static double certified(const source *s)
{
    return (double)s->k->certified_bits;
}

static double certified_per_probe(const source *s)
{
    return per_probe(s, (double)s->k->certified_bits);
}

static double disagreement(const source *s)
{
    return s->k->disagreement_rate;
}

static double reconciled(const source *s)
{
    return s->k->reconciled_rate;
}

/* Whoever finds the other's hash wrong says so. */
static double left_over(const source *s)
{
    const phw_agreement_report *r = s->k->rehearsal.report;
    if (s->alice->n_bits == 0)
        return (double)NAN;
    return r[PHW_ALICE].status == PHW_ENOCONV || r[PHW_BOB].status == PHW_ENOCONV;
}

static double keys_differ(const source *s)
{
    const phw_rehearsal *r = &s->k->rehearsal;
    if (r->key[PHW_ALICE].n == 0 || r->key[PHW_BOB].n == 0)
        return (double)NAN;
    return !phw_bits_equal(&r->key[PHW_ALICE], &r->key[PHW_BOB]);
}

static double efficiency(const source *s)
{
    return s->k->efficiency;
}

static double entropy(const source *s)
{
    return s->alice->assessed ? s->alice->assessment.per_bit : (double)NAN;
}

static double correlation(const source *s)
{
    return s->k->correlation;
}

static double eve_disagreement(const source *s)
{
    return s->k->eve_rate;
}

static double eve_advantage(const source *s)
{
    return 1 - 2 * s->k->eve_rate;
}

static double eve_information(const source *s)
{
    return s->alice->assessed ? s->alice->eve_information_bits : (double)NAN;
}

/* Bits compared in public are among those that she is charged for. */
static double eve_share(const source *s)
{
    const size_t n = s->alice->n_raw - s->alice->n_hopeless;
    return s->alice->assessed && n > 0 ? s->alice->eve_information_bits / (double)n
                                       : (double)NAN;
}

static double eve_correlation(const source *s)
{
    return s->k->eve_correlation;
}

static double eve_multiple(const source *s)
{
    return s->k->eve_multiple_correlation;
}

static double ones(const source *s)
{
    return s->balance.ones;
}

static double repeats(const source *s)
{
    return s->balance.repeats;
}

static double looks_random(const source *s)
{
    if (s->balance.n == 0)
        return (double)NAN;
    return s->balance.frequency >= 0.01 && s->balance.runs >= 0.01;
}

static double round_trips(const source *s)
{
    return (double)s->alice->n_round_trips;
}

static double message_bytes(const source *s)
{
    return (double)s->k->rehearsal.n_bytes;
}

static const entry table[] = {
    {{"key_rate_bit_per_s", "bit/s", PHW_COLUMN_MEAN,
      "key rate, bit/s, messages taking no time",
      "Net key rate: bits of the key over the time of probing. A run that certifies "
      "fewer bits than --key-bits has none, and counts as 0.",
      "net bit/s"},
     rate},
    {{"key_rate_10ms_bit_per_s", "bit/s", PHW_COLUMN_MEAN,
      "key rate, bit/s, 10 ms a round trip",
      "Net key rate, 10 ms of waiting for every round trip of the agreement added to "
      "the time of probing.",
      NULL},
     rate_10ms},
    {{"key_rate_bit_per_probe", "bit", PHW_COLUMN_MEAN, "key rate, bits a probe",
      "Net key rate: bits of the key over exchanges, of one probe each way.",
      "net bit/probe"},
     key_per_probe},
    {{"raw_rate_bit_per_s", "bit/s", PHW_COLUMN_MEAN, "raw rate, bit/s",
      "Raw rate: bits that the quantizer gave either end over the time of probing, "
      "before any was compared, dropped or disclosed. No key rate.",
      NULL},
     raw_per_second},
    {{"raw_rate_bit_per_probe", "bit", PHW_COLUMN_MEAN, "raw rate, bits a probe",
      "Raw rate over exchanges. No key rate.", "raw bit/probe"},
     raw_per_probe},
    {{"key_bits", "bit", PHW_COLUMN_MEAN, "key, bits (0 where there is none)",
      "Bits of the key, 0 where there is none.", NULL},
     key_bits},
    {{"certified_bits", "bit", PHW_COLUMN_MEAN, "bits that can be certified",
      "Min-entropy of the raw bits given Eve, less all that was disclosed, less the "
      "leftover hash's price at epsilon; 0 when nothing is left. What a key of any "
      "length could have.",
      NULL},
     certified},
    {{"certified_bit_per_probe", "bit", PHW_COLUMN_MEAN, "bits certified a probe",
      "Certified bits over exchanges.", NULL},
     certified_per_probe},
    {{"bit_disagreement_rate", "", PHW_COLUMN_MEAN, "raw bits that differ, share",
      "BDR: share of Alice's raw bits that differ from Bob's, of those that both kept.",
      "BDR"},
     disagreement},
    {{"reconciled_error_rate", "", PHW_COLUMN_MEAN,
      "reconciled bits that differed, share",
      "The same over the bits that were reconciled: planes that differ too much and "
      "bits compared in public left out.",
      NULL},
     reconciled},
    {{"left_over_rate", "", PHW_COLUMN_SHARE, "bits still differed, share of runs",
      "Runs whose bits still differed after reconciliation, of those that reconciled. "
      "The hash finds them and there is no key.",
      NULL},
     left_over},
    {{"key_disagreement_rate", "", PHW_COLUMN_SHARE, "keys that differ, share",
      "KDR: keys that differ at the two ends, of all keys.", "KDR"},
     keys_differ},
    {{"reconciliation_efficiency", "", PHW_COLUMN_MEAN,
      "reconciliation over Shannon's limit",
      "f: parities disclosed over n h(p), summed over bit planes of true error rate p.",
      "f"},
     efficiency},
    {{"min_entropy_per_bit", "bit", PHW_COLUMN_MEAN, "entropy of a raw bit, bits",
      "Entropy of a raw bit by the scheme's estimator: min-entropy, or collision "
      "entropy where the scheme says so.",
      NULL},
     entropy},
    {{"correlation", "", PHW_COLUMN_MEAN, "correlation of the features",
      "Pearson's correlation of Alice's and Bob's features, mean over components.",
      NULL},
     correlation},
    {{"eve_bit_disagreement_rate", "", PHW_COLUMN_MEAN, "Eve's bits that differ, share",
      "Share of the reconciled bits that Eve gets wrong when she does as Bob does with "
      "her own trace.",
      NULL},
     eve_disagreement},
    {{"eve_advantage", "", PHW_COLUMN_MEAN, "Eve's advantage over guessing",
      "1 - 2 times that: 0 where she guesses, 1 where she has every bit; below 0 her "
      "bits are inverted.",
      NULL},
     eve_advantage},
    {{"eve_information_bits", "bit", PHW_COLUMN_MEAN, "Eve is taken to know, bits",
      "What the strongest attack of phyward, a regression on all that her trace gives, "
      "tells of the reconciled bits, by its 99 % bound. It is taken off.",
      NULL},
     eve_information},
    {{"eve_information_per_bit", "bit", PHW_COLUMN_MEAN,
      "Eve is taken to know, of a bit",
      "The same over the bits of all planes that were reconciled. A stranger's is "
      "above 0, because the bound of a correlation of 0 is.",
      "Eve bit/bit"},
     eve_share},
    {{"eve_correlation", "", PHW_COLUMN_MEAN, "correlation of Eve's features",
      "Pearson's correlation of Alice's and Eve's features, mean over components.",
      NULL},
     eve_correlation},
    {{"eve_multiple_correlation", "", PHW_COLUMN_MEAN,
      "multiple correlation of her trace, 99 % bound",
      "Multiple correlation of Alice's features with all views of Eve's trace, 99 % "
      "upper bound.",
      NULL},
     eve_multiple},
    {{"ones_rate", "", PHW_COLUMN_MEAN, "ones, share of the reconciled bits",
      "Share of ones among Alice's reconciled bits, in the order in which they are "
      "reconciled: before the hash, which makes anything look random.",
      NULL},
     ones},
    {{"repeat_rate", "", PHW_COLUMN_MEAN, "reconciled bits as the one before, share",
      "Share of Alice's reconciled bits that are as the one before: 1/2 for "
      "independent ones.",
      NULL},
     repeats},
    {{"random_rate", "", PHW_COLUMN_SHARE, "reconciled bits look random, share of runs",
      "Runs whose reconciled bits pass the frequency and the runs test of SP 800-22, "
      "1 % each, before the hash. Passing proves nothing: the entropy is what the "
      "estimator says.",
      "random"},
     looks_random},
    {{"round_trips", "", PHW_COLUMN_MEAN, "round trips",
      "Round trips of the agreement, of both ends' messages.", "trips"},
     round_trips},
    {{"message_bytes", "B", PHW_COLUMN_MEAN, "bytes of messages",
      "Bytes on the wire, both ways.", NULL},
     message_bytes},
};

#define N_COLUMNS (sizeof table / sizeof table[0])

_Static_assert(N_COLUMNS <= PHW_KEYGEN_COLUMNS_MAX, "room for every column");

const phw_keygen_column *phw_keygen_column_at(size_t i)
{
    return i < N_COLUMNS ? &table[i].column : NULL;
}

size_t phw_keygen_column_find(const char *name)
{
    for (size_t i = 0; i < N_COLUMNS; ++i) {
        if (strcmp(table[i].column.name, name) == 0)
            return i;
    }
    return SIZE_MAX;
}

void phw_keygen_column_values(double out[PHW_KEYGEN_COLUMNS_MAX], const phw_keygen *k)
{
    const phw_rehearsal *r = &k->rehearsal;
    const phw_bits *raw = &r->raw[PHW_ALICE];
    const phw_bits none = {0};
    const bool has_bits = r->report[PHW_ALICE].n_bits > 0 && r->facts.used.n == raw->n;
    source s = {.k = k, .alice = &r->report[PHW_ALICE]};
    s.balance = phw_bit_balance_measure(has_bits ? raw : &none,
                                        has_bits ? &r->facts.used : &none);
    for (size_t i = 0; i < N_COLUMNS; ++i)
        out[i] = table[i].value(&s);
}
