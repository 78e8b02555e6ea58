#include "tools/demo_step_symbols.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/entropy.h"
#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/framer.h"
#include "tools/interval.h"
#include "tools/lab_symbols.h"
#include "tools/plot_constellation.h"

/* Dense enough that the plain link errs at the scenario's signal-to-noise ratio. */
#define MODULATION "qam256"
#define CIPHERS    "xor,rotate16"
#define SYMBOLS    100000

/* The frame that is sealed and opened: robust enough to arrive whole. Stream 0 is the
 * lab's. */
#define FRAME_MODULATION "qam16"
#define FRAME_STREAM     1
#define FRAME_NUMBER     1
#define PAYLOAD_SIZE     64

/* The noise on that frame. */
#define NOISE_STREAM 0xfa0020

/* Error counts are binomial; that far from it is no chance. */
#define SIGMAS 5

typedef struct frame {
    uint8_t payload[PAYLOAD_SIZE];
    phw_cf *symbol; /* n of them, then n of noise */
    size_t n;
    bool opened;  /* by Bob, byte by byte the same */
    bool refused; /* with another key */
} frame;

static phw_status seal(frame *f, const phw_demo *demo, const phw_frame_config *config)
{
    phw_framer *framer = NULL;
    const double snr = pow(10, demo->scenario->value[PHW_SCENARIO_SNR_BOB_DB] / 10);
    const phw_rng rng = {demo->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, NOISE_STREAM), 0};
    const phw_rng data = {demo->seed, PHW_RNG_PURPOSE(PHW_RNG_PAYLOAD, NOISE_STREAM),
                          0};
    uint32_t word[PAYLOAD_SIZE / 4];
    phw_rng_words(word, &data, 0, PAYLOAD_SIZE / 4);
    memcpy(f->payload, word, sizeof f->payload);
    PHW_TRY(phw_framer_create(&framer, config, &demo->key, false));
    phw_status s = phw_framer_n_symbols(&f->n, NULL, framer, PAYLOAD_SIZE);
    if (!s)
        s = phw_array_alloc(&f->symbol, 2 * f->n, sizeof *f->symbol);
    if (!s)
        s = phw_framer_seal(framer, f->symbol, FRAME_NUMBER, f->payload, PAYLOAD_SIZE);
    if (!s) {
        phw_rng_normal_complex(f->symbol + f->n, &rng, 1 / snr, 0, f->n);
        for (size_t i = 0; i < f->n; ++i)
            f->symbol[i] += f->symbol[f->n + i];
    }
    phw_framer_destroy(framer);
    return s;
}

/* Whether that key opens the frame to what was sealed. */
static phw_status open_with(bool *same, const frame *f, const phw_frame_config *config,
                            const phw_key *key)
{
    phw_framer *framer = NULL;
    uint8_t payload[PAYLOAD_SIZE];
    PHW_TRY(phw_framer_create(&framer, config, key, true));
    const phw_status s =
        phw_framer_open(framer, payload, FRAME_NUMBER, f->symbol, f->n);
    *same = s == PHW_OK && memcmp(payload, f->payload, sizeof payload) == 0;
    phw_framer_destroy(framer);
    return s == PHW_EAUTH ? PHW_OK : s;
}

static phw_status send_frame(frame *f, const phw_demo *demo, const phw_ciphers *ciphers)
{
    const phw_frame_config config = {FRAME_MODULATION, *ciphers, FRAME_STREAM};
    phw_entropy entropy;
    phw_key guess = {0};
    bool opened = true;
    PHW_TRY(seal(f, demo, &config));
    PHW_TRY(open_with(&f->opened, f, &config, &demo->key));
    PHW_TRY(phw_entropy_seeded(&entropy, demo->seed, "demo eve"));
    PHW_TRY(phw_key_alloc(&guess, demo->key.size));
    phw_entropy_bytes(&entropy, guess.byte, guess.size);
    const phw_status s = open_with(&opened, f, &config, &guess);
    f->refused = !s && !opened;
    phw_key_free(&guess);
    return s;
}

static bool is_near(uint64_t k, uint64_t n, double p)
{
    return fabs((double)k / (double)n - p) <=
           SIGMAS * sqrt(p * (1 - p) / (double)n) + 1 / (double)n;
}

static void rate(phw_result *r, const char *name, const char *label, uint64_t k,
                 uint64_t n)
{
    char interval[48];
    const phw_interval i = phw_interval_share(k, n);
    (void)snprintf(interval, sizeof interval, "%s_interval", name);
    phw_result_number(r, name, label, "", (double)k / (double)n);
    phw_result_interval(r, interval, "  95 % interval", "", i.low, i.high);
}

static void fill(phw_result *r, const phw_symbols_result *x, const frame *f,
                 double snr_db)
{
    phw_result_text(r, "modulation", "modulation", MODULATION);
    phw_result_text(r, "cipher", "ciphers", CIPHERS);
    phw_result_number(r, "snr_db", "signal to noise at both", "dB", snr_db);
    phw_result_count(r, "symbols", "symbols", "", x->n);
    rate(r, "bob_ser", "Bob's symbol error rate", x->bob_errors, x->n);
    rate(r, "plain_ser", "without encryption", x->plain_errors, x->n);
    phw_result_number(r, "bob_closed_form", "  closed form", "", x->bob_closed_form);
    rate(r, "eve_ser", "Eve's, all known but the key", x->eve_errors, x->n);
    phw_result_number(r, "eve_closed_form", "  closed form", "", x->eve_closed_form);
    phw_result_number(r, "leak_bits", "Eve learns, bit a symbol", "", x->leak_bits);
    phw_result_interval(r, "leak_interval", "  95 % interval", "", x->leak_low_bits,
                        x->leak_high_bits);
    phw_result_flag(r, "frame_opened", "Bob opened a sealed frame of " FRAME_MODULATION,
                    f->opened);
    phw_result_flag(r, "frame_refused", "another key did not", f->refused);
}

static void tell(phw_demo_outcome *out, const phw_symbols_result *x, const frame *f,
                 double snr_db)
{
    const double blind = 1 - 1.0 / x->n_points;
    (void)snprintf(out->said, sizeof out->said,
                   "Bob gets %.4f of the symbols wrong, as he would without encryption "
                   "(%.4f; closed form %.4f), and %s a sealed frame",
                   (double)x->bob_errors / (double)x->n,
                   (double)x->plain_errors / (double)x->n, x->bob_closed_form,
                   f->opened ? "opened" : "could not open");
    (void)snprintf(out->eve, sizeof out->eve,
                   "the likeliest points, all known but the key, are wrong in %.4f of "
                   "the symbols (guessing blindly: %.4f); another key %s the frame",
                   (double)x->eve_errors / (double)x->n, blind,
                   f->refused ? "did not open" : "opened");
    out->by_eve = is_near(x->bob_errors, x->n, x->bob_closed_form) && f->opened;
    out->good = out->by_eve && is_near(x->eve_errors, x->n, blind) && f->refused;
    fill(out->figures, x, f, snr_db);
}

static phw_status draw(phw_demo_drawing *d, const phw_symbols_result *x)
{
    static const char *const title[] = {"What Bob decides on", "What Eve receives"};
    static const char *const colour[] = {PHW_COLOUR_BOB, PHW_COLOUR_EVE};
    const phw_cf *const cloud[] = {x->bob, x->eve};
    PHW_TRY(phw_array_alloc(&d->value, 4 * (size_t)PHW_SYMBOLS_KEPT, sizeof(double)));
    for (size_t k = 0; k < 2; ++k) {
        double *re = d->value + 2 * k * PHW_SYMBOLS_KEPT;
        double *im = re + PHW_SYMBOLS_KEPT;
        for (size_t i = 0; i < PHW_SYMBOLS_KEPT; ++i) {
            re[i] = (double)crealf(cloud[k][i]);
            im[i] = (double)cimagf(cloud[k][i]);
        }
        d->curve[k] = (phw_plot_curve){
            .x = re, .y = im, .n = PHW_SYMBOLS_KEPT, .colour = colour[k]};
        d->data[k] =
            (phw_plot_data){.title = title[k], .curve = &d->curve[k], .n_curves = 1};
        d->picture[k] = (phw_page_picture){&phw_plot_constellation, &d->data[k]};
    }
    d->n_pictures = 2;
    return PHW_OK;
}

static phw_status measure(phw_demo_outcome *out, phw_symbols_result *x, frame *f,
                          const phw_demo *demo)
{
    phw_symbols_config config = {.modulation = MODULATION,
                                 .snr_db =
                                     demo->scenario->value[PHW_SCENARIO_SNR_BOB_DB],
                                 .n_symbols = SYMBOLS,
                                 .seed = demo->seed,
                                 .key = &demo->key};
    PHW_TRY(phw_ciphers_read(&config.ciphers, CIPHERS));
    PHW_TRY(phw_symbols_run(x, &config));
    PHW_TRY(send_frame(f, demo, &config.ciphers));
    tell(out, x, f, config.snr_db);
    return draw(&out->drawing, x);
}

static phw_status run(phw_demo_outcome *out, phw_demo *demo)
{
    frame f = {0};
    phw_symbols_result *x = calloc(1, sizeof *x);
    if (x == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for symbols");
    const phw_status s = measure(out, x, &f, demo);
    free(f.symbol);
    free(x);
    return s;
}

const phw_demo_step phw_demo_step_symbols = {
    .name = "symbols",
    .title = "Encrypted symbols",
    .needs_key = true,
    .run = run,
};
