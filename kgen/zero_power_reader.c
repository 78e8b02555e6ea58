#include "kgen/zero_power_reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/bch.h"
#include "kgen/rows.h"
#include "kgen/toeplitz.h"
#include "kgen/zero_power_account.h"
#include "kgen/zero_power_correction.h"
#include "kgen/zero_power_hash.h"
#include "kgen/zero_power_reading.h"
#include "kgen/zero_power_session.h"

/* What it waits for. */
typedef enum reader_state {
    STARTS,
    WAITS_LABELS,
    WAITS_SAMPLED,
    WAITS_SYNDROME,
    WAITS_TAG,
    WAITS_CONFIRM,
    IS_OVER
} reader_state;

struct phw_zero_power_reader {
    phw_zero_power_config config;
    const phw_features *values; /* borrowed */
    phw_entropy *entropy;       /* borrowed */
    phw_zero_power_session session;
    reader_state state;
    phw_zero_power_report report;
    size_t n_offered;     /* probes told so far */
    phw_bits have;        /* over the offered probes */
    phw_bits kept;        /* over the values of the common ones, tone by tone */
    phw_features aligned; /* own values of the common ones */
    phw_zero_power_reading reading;
    size_t offset; /* the first bit that is compared */
    phw_zero_power_correction correction;
    phw_bits x;   /* what is hashed */
    uint64_t tag; /* of it */
    phw_bits key;
};

phw_status phw_zero_power_reader_create(phw_zero_power_reader **out,
                                        const phw_features *values,
                                        const phw_zero_power_config *config,
                                        phw_entropy *entropy)
{
    PHW_TRY(phw_zero_power_check(config));
    if (values->n_components != config->n_tones ||
        values->n_rows > PHW_ZERO_POWER_ROWS_MAX)
        return phw_fail(PHW_EARG, "zero power: %zu probes of %zu values, %u tones",
                        values->n_rows, values->n_components, config->n_tones);
    phw_zero_power_reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return phw_fail(PHW_ENOMEM, "zero power: no memory for a reader");
    const phw_status s = phw_zero_power_session_open(&r->session);
    if (s) {
        free(r);
        return s;
    }
    r->config = *config;
    r->values = values;
    r->entropy = entropy;
    r->report = (phw_zero_power_report){
        .status = PHW_EPEER, /* until it ends otherwise */
        .reproducible = entropy->seeded,
        .n_offered = values->n_rows,
        .eve_information_bits = config->eve_information_bits,
        .security_bits = config->security_bits,
    };
    *out = r;
    return PHW_OK;
}

static void wipe(phw_zero_power_reader *r)
{
    phw_zero_power_correction_free(&r->correction);
    phw_bits_free(&r->x);
    phw_features_free(&r->aligned);
}

void phw_zero_power_reader_destroy(phw_zero_power_reader *r)
{
    if (r == NULL)
        return;
    wipe(r);
    phw_zero_power_reading_free(&r->reading);
    phw_bits_free(&r->have);
    phw_bits_free(&r->kept);
    phw_bits_free(&r->key);
    phw_zero_power_session_close(&r->session);
    sodium_memzero(r, sizeof *r);
    free(r);
}

static phw_status say_probe(phw_zero_power_reader *r, phw_message *out, phw_reader *in)
{
    (void)in;
    uint8_t digest[PHW_ZERO_POWER_DIGEST_SIZE];
    const size_t left = r->values->n_rows - r->n_offered;
    const size_t n = left < PHW_ROWS_CHUNK ? left : PHW_ROWS_CHUNK;
    phw_zero_power_digest(digest, &r->config);
    phw_message_begin(out, PHW_ZERO_POWER_PROBE, 0);
    phw_message_put_bytes(out, digest, sizeof digest);
    phw_rows_write(out, r->values, r->n_offered, r->n_offered + n, false);
    r->n_offered += n;
    r->state = WAITS_LABELS;
    return PHW_OK;
}

/* What the device has and keeps; without a guard it keeps all. */
static phw_status read_labels(phw_zero_power_reader *r, phw_reader *in)
{
    phw_reader_bits(in, &r->have, r->values->n_rows);
    PHW_TRY(in->status);
    const size_t n = phw_bits_count(&r->have) * r->config.n_tones;
    if (r->config.guard_256 > 0)
        phw_reader_bits(in, &r->kept, n);
    PHW_TRY(phw_reader_close(in));
    if (r->config.guard_256 == 0) {
        PHW_TRY(phw_bits_alloc(&r->kept, n));
        for (size_t i = 0; i < n; ++i)
            phw_bits_set(&r->kept, i, true);
    }
    PHW_TRY(phw_rows_pick(&r->aligned, r->values, &r->have));
    if (r->aligned.n_rows < (size_t)16 << r->config.n_bits)
        return phw_fail(PHW_EPEER, "zero power: the device has %zu probes",
                        r->aligned.n_rows);
    return PHW_OK;
}

/* The codes, now that it is known how the planes differ. */
static phw_status say_code(phw_zero_power_reader *r, phw_message *out)
{
    phw_zero_power_correction *k = &r->correction;
    const phw_status s =
        phw_zero_power_correction_plan(k, r->config.assumed_error_rate);
    r->report.n_planes = k->n_planes;
    memcpy(r->report.plane, k->plane, sizeof k->plane);
    PHW_TRY(s);
    phw_message_begin(out, PHW_ZERO_POWER_CODE, 0);
    for (unsigned p = 0; p < r->config.n_bits; ++p)
        phw_message_put_u8(out, (uint8_t)(k->n_planes > p ? k->plane[p].plan.t : 0));
    r->state = WAITS_SYNDROME;
    return PHW_OK;
}

static phw_status on_labels(phw_zero_power_reader *r, phw_message *out, phw_reader *in)
{
    if (r->n_offered < r->values->n_rows) {
        PHW_TRY(phw_reader_close(in));
        return say_probe(r, out, in);
    }
    PHW_TRY(read_labels(r, in));
    PHW_TRY(phw_zero_power_read(&r->reading, &r->aligned, &r->kept, &r->config));
    r->report.n_rows = r->aligned.n_rows;
    r->report.n_kept = r->reading.n;
    r->report.n_raw = r->reading.n * r->config.n_bits;
    if (r->config.sample_every == 0) {
        const phw_bits none = {0};
        PHW_TRY(phw_zero_power_correction_split(&r->correction, &r->reading, &r->config,
                                                0, &none));
        return say_code(r, out);
    }
    r->offset = (size_t)(phw_entropy_u64(r->entropy) % r->config.sample_every);
    phw_message_begin(out, PHW_ZERO_POWER_SAMPLE, 0);
    phw_message_put_u32(out, (uint32_t)r->offset);
    r->state = WAITS_SAMPLED;
    return PHW_OK;
}

static phw_status on_sampled(phw_zero_power_reader *r, phw_message *out, phw_reader *in)
{
    const size_t a_plane =
        phw_zero_power_compared(r->reading.n, r->config.sample_every, r->offset);
    phw_bits theirs = {0};
    phw_reader_bits(in, &theirs, a_plane * r->config.n_bits);
    phw_status s = phw_reader_close(in);
    if (!s)
        s = phw_zero_power_correction_split(&r->correction, &r->reading, &r->config,
                                            r->offset, &theirs);
    phw_bits_free(&theirs);
    return s ? s : say_code(r, out);
}

static phw_status on_syndrome(phw_zero_power_reader *r, phw_message *out,
                              phw_reader *in)
{
    phw_zero_power_correction *k = &r->correction;
    uint8_t nonce[PHW_ZERO_POWER_NONCE_SIZE];
    phw_bits theirs = {0};
    phw_reader_bits(in, &theirs, phw_zero_power_correction_told(k));
    phw_status s = phw_reader_close(in);
    if (!s)
        s = phw_zero_power_correction_decode(k, &r->x, &theirs);
    memcpy(r->report.plane, k->plane, sizeof k->plane);
    r->report.n_bits = r->x.n;
    phw_bits_free(&theirs);
    PHW_TRY(s);
    phw_entropy_bytes(r->entropy, nonce, sizeof nonce);
    /* The tag is known before the device says it. */
    phw_zero_power_work unused = {0};
    PHW_TRY(phw_zero_power_tag(&r->tag, &unused, &r->x, nonce));
    phw_message_begin(out, PHW_ZERO_POWER_VERIFY, 0);
    phw_message_put_bits(out, &k->drop);
    phw_message_put_bytes(out, nonce, sizeof nonce);
    r->state = WAITS_TAG;
    return PHW_OK;
}

static void enter_ledger(phw_zero_power_reader *r)
{
    phw_ledger *ledger = &r->report.ledger;
    for (unsigned p = 0; p < r->report.n_planes; ++p) {
        const phw_zero_power_plane *plane = &r->report.plane[p];
        phw_ledger_add(ledger, PHW_STAGE_RECONCILE,
                       (plane->n_blocks - plane->n_dropped) *
                           (PHW_BCH_N - plane->plan.k));
    }
    phw_ledger_add(ledger, PHW_STAGE_INDICES, r->correction.drop.n);
    phw_ledger_add(ledger, PHW_STAGE_VERIFY, PHW_ZERO_POWER_TAG_BITS);
    phw_ledger_add(ledger, PHW_STAGE_AMPLIFY, 2 * (uint64_t)r->config.security_bits);
}

static phw_status assess(phw_zero_power_reader *r)
{
    phw_zero_power_report *report = &r->report;
    phw_raw raw = {0};
    PHW_TRY(phw_zero_power_raw(&raw, r->correction.known, report->n_planes, &r->kept,
                               r->aligned.n_rows));
    const phw_status s =
        phw_assess(&report->assessment, &raw, &r->aligned, r->config.assessment);
    if (!s) {
        const double unused = (double)raw.bits.n - (double)report->n_bits;
        report->assessed = true;
        report->balance_bits =
            phw_zero_power_balance_bits(&raw, r->aligned.n_rows, r->config.window);
        report->min_entropy_bits =
            fmax(0, fmin((double)report->n_bits, report->assessment.min_entropy_bits -
                                                     report->balance_bits - unused -
                                                     r->config.eve_information_bits));
    }
    phw_raw_free(&raw);
    return s;
}

/* Public, and drawn after the string was fixed. */
static phw_status draw_seed(phw_bits *out, phw_zero_power_reader *r, size_t n_bits)
{
    phw_bits seed = {0};
    PHW_TRY(phw_bits_alloc(&seed, n_bits));
    phw_entropy_bytes(r->entropy, seed.word,
                      phw_bits_words(n_bits) * sizeof *seed.word);
    if (n_bits % 64 != 0)
        seed.word[n_bits / 64] &= (UINT64_C(1) << (n_bits % 64)) - 1;
    *out = seed;
    return PHW_OK;
}

static phw_status amplify(phw_zero_power_reader *r, phw_message *out)
{
    const size_t m = r->config.key_bits_min;
    phw_bits seed = {0};
    PHW_TRY(draw_seed(&seed, r, r->x.n + m - 1));
    const phw_status s = phw_toeplitz_hash(&r->key, &r->x, &seed, m, PHW_TOEPLITZ_BEST);
    if (!s) {
        phw_message_begin(out, PHW_ZERO_POWER_AMPLIFY, 0);
        phw_message_put_u32(out, (uint32_t)m);
        phw_message_put_bits(out, &seed);
        r->state = WAITS_CONFIRM;
    }
    phw_bits_free(&seed);
    return s;
}

/* No key: the report has the figures; the device is told. */
static phw_status say_nokey(phw_zero_power_reader *r, phw_message *out)
{
    const phw_zero_power_report *report = &r->report;
    phw_message_begin(out, PHW_ZERO_POWER_NOKEY, 0);
    return phw_fail(PHW_ENOKEY,
                    "zero power: %.0f bits of min-entropy are left and %llu are "
                    "charged: %.0f bits short of a key of %zu",
                    report->min_entropy_bits,
                    (unsigned long long)phw_ledger_total(&report->ledger),
                    report->shortfall_bits, r->config.key_bits_min);
}

static phw_status on_tag(phw_zero_power_reader *r, phw_message *out, phw_reader *in)
{
    phw_zero_power_report *report = &r->report;
    const uint64_t theirs = phw_reader_u64(in);
    PHW_TRY(phw_reader_close(in));
    if (sodium_memcmp(&r->tag, &theirs, sizeof theirs) != 0)
        return phw_fail(PHW_ENOCONV, "zero power: the corrected bits still differ");
    enter_ledger(r);
    PHW_TRY(assess(r));
    double missing = 0;
    report->certified_bits =
        phw_ledger_key_bits(&report->ledger, report->min_entropy_bits, &missing);
    if (report->certified_bits >= r->config.key_bits_min)
        return amplify(r, out);
    report->shortfall_bits =
        missing + (double)r->config.key_bits_min - (double)report->certified_bits;
    return say_nokey(r, out);
}

static phw_status on_confirm(phw_zero_power_reader *r, phw_message *out, phw_reader *in)
{
    uint8_t theirs[PHW_TRANSCRIPT_SIZE];
    uint8_t mac[PHW_TRANSCRIPT_SIZE];
    uint8_t digest[PHW_TRANSCRIPT_SIZE];
    phw_zero_power_work unused = {0};
    phw_reader_bytes(in, theirs, sizeof theirs);
    PHW_TRY(phw_reader_close(in));
    PHW_TRY(phw_zero_power_confirm(mac, &unused, &r->key, PHW_BOB, r->session.before));
    if (sodium_memcmp(mac, theirs, sizeof mac) != 0)
        return phw_fail(PHW_EAUTH, "zero power: the confirmation does not match");
    phw_transcript_digest(digest, r->session.transcript);
    PHW_TRY(phw_zero_power_confirm(mac, &unused, &r->key, PHW_ALICE, digest));
    phw_message_begin(out, PHW_ZERO_POWER_CONFIRM, 0);
    phw_message_put_bytes(out, mac, sizeof mac);
    r->report.key_bits = r->key.n;
    r->state = IS_OVER;
    return PHW_OK;
}

static const struct {
    reader_state state;
    phw_zero_power_message kind;
    phw_status (*handle)(phw_zero_power_reader *r, phw_message *out, phw_reader *in);
} rules[] = {
    {STARTS, PHW_ZERO_POWER_NONE, say_probe},
    {WAITS_LABELS, PHW_ZERO_POWER_LABELS, on_labels},
    {WAITS_SAMPLED, PHW_ZERO_POWER_SAMPLED, on_sampled},
    {WAITS_SYNDROME, PHW_ZERO_POWER_SYNDROME, on_syndrome},
    {WAITS_TAG, PHW_ZERO_POWER_TAG, on_tag},
    {WAITS_CONFIRM, PHW_ZERO_POWER_CONFIRM, on_confirm},
};

static phw_status handle(phw_zero_power_reader *r, phw_message *out,
                         const phw_message *in)
{
    phw_reader reader = {0};
    uint8_t kind = PHW_ZERO_POWER_NONE;
    if (in != NULL) {
        PHW_TRY(phw_zero_power_session_take(&r->session, in));
        kind = phw_message_type(in);
        reader = phw_reader_open(in);
    }
    if (in != NULL && kind == PHW_ZERO_POWER_ABORT)
        return phw_zero_power_session_aborted(&r->session, &reader);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; ++i) {
        if (rules[i].state == r->state && rules[i].kind == kind &&
            (in == NULL) == (kind == PHW_ZERO_POWER_NONE))
            return rules[i].handle(r, out, &reader);
    }
    return phw_fail(PHW_EPEER, "zero power: message %u is not due now", kind);
}

/* Sends what tells the device that it is over. */
static void give_up(phw_zero_power_reader *r, phw_message *out, phw_status s)
{
    if (phw_message_type(out) != PHW_ZERO_POWER_NOKEY)
        phw_zero_power_session_abort(&r->session, out, s);
    if (phw_zero_power_session_give(&r->session, out) != PHW_OK)
        phw_message_clear(out);
    phw_bits_free(&r->key);
    r->state = IS_OVER;
}

phw_status phw_zero_power_reader_step(phw_zero_power_reader *r, phw_message *out,
                                      bool *done, const phw_message *in)
{
    phw_message_clear(out);
    *done = true;
    if (r->state == IS_OVER)
        return phw_fail(PHW_EPEER, "zero power: it is over");
    phw_status s = handle(r, out, in);
    if (!s)
        s = phw_zero_power_session_give(&r->session, out);
    if (s)
        give_up(r, out, s);
    *done = r->state == IS_OVER;
    if (*done) {
        r->report.status = s;
        wipe(r);
    }
    return s;
}

void phw_zero_power_reader_report(phw_zero_power_report *out,
                                  const phw_zero_power_reader *r)
{
    *out = r->report;
    out->n_messages_sent = r->session.n_out;
    out->n_messages_received = r->session.n_in;
    out->bytes_sent = r->session.bytes_out;
    out->bytes_received = r->session.bytes_in;
}

const phw_bits *phw_zero_power_reader_key(const phw_zero_power_reader *r)
{
    static const phw_bits none;
    return r->state == IS_OVER && r->report.status == PHW_OK ? &r->key : &none;
}

const phw_bits *phw_zero_power_reader_have(const phw_zero_power_reader *r)
{
    return &r->have;
}

const phw_bits *phw_zero_power_reader_kept(const phw_zero_power_reader *r)
{
    return &r->kept;
}

const phw_bits *phw_zero_power_reader_plane(const phw_zero_power_reader *r,
                                            unsigned plane)
{
    return &r->reading.plane[plane];
}
