#include "tools/command_symbols_evaluate.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/interval.h"
#include "tools/lab_symbols.h"
#include "tools/page.h"
#include "tools/plot_constellation.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

static phw_status read_config(phw_symbols_config *out, const phw_arguments *arguments)
{
    phw_symbols_config c = {.modulation = phw_argument_text(arguments, "modulation"),
                            .snr_db = phw_argument_number(arguments, "snr-db"),
                            .phase_rad = phw_argument_number(arguments, "phase-deg") *
                                         0.01745329251994330,
                            .n_symbols = phw_argument_count(arguments, "symbols"),
                            .seed = phw_argument_count(arguments, "seed")};
    if (phw_ciphers_read(&c.ciphers, phw_argument_text(arguments, "cipher")) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--cipher");
    if (!phw_ciphers_hide_labels(&c.ciphers) && phw_ciphers_phase_bits(&c.ciphers) == 0)
        return phw_fail(PHW_EARG, "--cipher permute: an order alone leaves all symbols "
                                  "to see; add xor or a rotation");
    *out = c;
    return PHW_OK;
}

/* A rate with its interval. */
static void add_rate(phw_result *r, const char *name, const char *label, uint64_t k,
                     uint64_t n)
{
    char key[48];
    const phw_interval share = phw_interval_share(k, n);
    (void)snprintf(key, sizeof key, "%s_errors", name);
    phw_result_count(r, key, NULL, "", k);
    (void)snprintf(key, sizeof key, "%s_ser", name);
    phw_result_number(r, key, label, "", n > 0 ? (double)k / (double)n : (double)NAN);
    (void)snprintf(key, sizeof key, "%s_ser_interval", name);
    phw_result_interval(r, key, "  95 % interval", "", share.low, share.high);
}

static void add_histogram(phw_result *r, const char *name, const char *label,
                          const phw_joint_information *h)
{
    char key[48];
    (void)snprintf(key, sizeof key, "%s_bits", name);
    phw_result_number(r, key, label, "", h->bits);
    (void)snprintf(key, sizeof key, "%s_bias_bits", name);
    phw_result_number(r, key, "  the estimator's bias, taken off", "", h->bias_bits);
    (void)snprintf(key, sizeof key, "%s_interval", name);
    phw_result_interval(r, key, "  95 % interval", "", h->low_bits, h->high_bits);
}

static json_t *real(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *attack_rows(const phw_symbols_result *x)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < PHW_SYMBOLS_ATTACKS && rows != NULL; ++i) {
        const phw_symbols_attack *a = &x->attack[i];
        const bool applies = isfinite(a->statistic);
        (void)json_array_append_new(
            rows,
            json_pack("{s:s,s:s,s:s,s:o,s:f,s:f,s:o}", "attack", a->name, "needs",
                      a->needs, "tells", a->tells, "statistic", real(a->statistic),
                      "chance", a->chance, "threshold", a->threshold, "succeeds",
                      applies ? json_boolean(fabs(a->statistic) > a->threshold)
                              : json_null()));
    }
    return rows;
}

static void add_rates(phw_result *r, const phw_symbols_result *x)
{
    phw_result_count(r, "n_symbols", "symbols", "", x->n);
    add_rate(r, "bob", "Bob's symbol error rate", x->bob_errors, x->n);
    phw_result_number(r, "bob_closed_form", "  closed form", "", x->bob_closed_form);
    add_rate(r, "plain", "without encryption, the same noise", x->plain_errors, x->n);
    add_rate(r, "naive", "Eve's, who takes them for plain symbols", x->naive_errors,
             x->n);
    add_rate(r, "eve", "Eve's at best: all known but the key", x->eve_errors, x->n);
    phw_result_number(r, "eve_closed_form", "  closed form", "", x->eve_closed_form);
    phw_result_number(r, "eve_blind_ser", "  guessing blindly", "",
                      1 - 1.0 / x->n_points);
}

static void add_leaks(phw_result *r, const phw_symbols_result *x)
{
    phw_result_number(r, "leak_bits", "Eve learns, bit a symbol", "", x->leak_bits);
    phw_result_interval(r, "leak_interval", "  95 % interval", "", x->leak_low_bits,
                        x->leak_high_bits);
    phw_result_number(r, "leak_closed_form_bits", "  the rings at this SNR", "",
                      x->leak_closed_form_bits);
    phw_result_number(r, "ring_bits", "  the rings without noise", "", x->ring_bits);
    phw_result_number(r, "leak_limit_bits", "  rings and single phases without noise",
                      "", x->leak_limit_bits);
    phw_result_flag(r, "eve_by_construction",
                    "  by xor's construction, as her rate; not measured",
                    x->is_by_construction);
    add_histogram(r, "envelope", "magnitude tells, by histogram", &x->envelope);
    add_histogram(r, "angle", "phase tells, by histogram", &x->angle);
    phw_result_json(r, "attacks", "other attacks", attack_rows(x));
}

static phw_status fill(phw_result *r, const phw_symbols_config *c,
                       const phw_symbols_result *x)
{
    char ciphers[PHW_CIPHERS_TEXT_SIZE];
    phw_ciphers_write(ciphers, &c->ciphers);
    phw_result_text(r, "modulation", "modulation", c->modulation);
    phw_result_text(r, "cipher", "ciphers", ciphers);
    phw_result_number(r, "snr_db", "SNR, Es/N0", "dB", c->snr_db);
    add_rates(r, x);
    add_leaks(r, x);
    phw_result_count(r, "seed", "seed", "", c->seed);
    return PHW_OK;
}

static void split(double *x, double *y, const phw_cf *sample)
{
    for (size_t i = 0; i < PHW_SYMBOLS_KEPT; ++i) {
        x[i] = (double)crealf(sample[i]);
        y[i] = (double)cimagf(sample[i]);
    }
}

/* Room for the two pictures. */
typedef struct clouds {
    double x[2][PHW_SYMBOLS_KEPT];
    double y[2][PHW_SYMBOLS_KEPT];
} clouds;

static phw_status publish(const phw_result *r, const phw_symbols_config *c,
                          const phw_symbols_result *x, clouds *cloud,
                          const phw_arguments *arguments)
{
    char subject[96];
    char verdict[240];
    char ciphers[PHW_CIPHERS_TEXT_SIZE];
    phw_ciphers_write(ciphers, &c->ciphers);
    (void)snprintf(subject, sizeof subject, "%s, %s, %g dB", c->modulation, ciphers,
                   c->snr_db);
    const bool good = x->leak_limit_bits == 0;
    if (good)
        (void)snprintf(verdict, sizeof verdict,
                       "Eve sees nothing of a symbol. Bob loses nothing");
    else
        (void)snprintf(verdict, sizeof verdict,
                       "Eve learns %.3g bit of every symbol. A rotation leaves the "
                       "rings of %s to see, and at a high SNR what lies between its "
                       "phases; xor hides them",
                       x->leak_bits, c->modulation);
    split(cloud->x[0], cloud->y[0], x->bob);
    split(cloud->x[1], cloud->y[1], x->eve);
    const phw_plot_curve curve[] = {{.name = "Bob, decrypted",
                                     .x = cloud->x[0],
                                     .y = cloud->y[0],
                                     .n = PHW_SYMBOLS_KEPT,
                                     .colour = PHW_COLOUR_BOB},
                                    {.name = "Eve",
                                     .x = cloud->x[1],
                                     .y = cloud->y[1],
                                     .n = PHW_SYMBOLS_KEPT,
                                     .colour = PHW_COLOUR_EVE}};
    const phw_plot_data data[] = {
        {.title = "Bob, after decryption", .curve = &curve[0], .n_curves = 1},
        {.title = "Eve, as received", .curve = &curve[1], .n_curves = 1}};
    const phw_page_picture picture[] = {{&phw_plot_constellation, &data[0]},
                                        {&phw_plot_constellation, &data[1]}};
    static const char *const note[] = {
        "Eve is given modulation, ciphers, SNR, timing, phase and the order of "
        "permuted symbols: all but the key. Her figures are of the encrypted samples "
        "themselves; closed forms stand beside them, where rings are all there is to "
        "see. With xor her best rate and her leak hold by the cipher's construction; "
        "what is measured then are the naive rate and the histograms. Nothing here is "
        "certified.",
        NULL};
    const phw_page_section section = {.heading = "Figures",
                                      .note = note,
                                      .picture = picture,
                                      .n_pictures = 2,
                                      .result = r};
    const phw_page page = {.title = "Encrypted symbols",
                           .subject = subject,
                           .good = good,
                           .verdict = verdict,
                           .section = &section,
                           .n_sections = 1};
    return phw_page_publish(&page, "symbols evaluate", arguments);
}

static phw_status report(const phw_symbols_config *c, const phw_symbols_result *x,
                         const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    clouds *cloud = calloc(1, sizeof *cloud);
    phw_status s =
        cloud != NULL ? fill(r, c, x) : phw_fail(PHW_ENOMEM, "no memory for pictures");
    if (!s)
        s = publish(r, c, x, cloud, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    free(cloud);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_progress bar;
    phw_symbols_config config;
    PHW_TRY(read_config(&config, arguments));
    phw_symbols_result *x = calloc(1, sizeof *x);
    if (x == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the figures");
    config.progress = &bar;
    phw_progress_start(&bar, "symbols", (double)config.n_symbols, arguments);
    phw_status s = phw_symbols_run(x, &config);
    phw_progress_end(&bar);
    if (!s)
        s = report(&config, x, arguments);
    free(x);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "modulation", .summary = "any but differential ones"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'm',
     .placeholder = "NAME",
     .text_preset = "qam16",
     .family = "modulation"},
    {.param = {.name = "cipher", .summary = "ciphers, in any order"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'c',
     .placeholder = "NAME,...",
     .text_preset = "xor,rotate8",
     .family = "cipher"},
    {.param = {.name = "snr-db",
               .unit = "dB",
               .summary = "Es/N0 of Bob and of Eve",
               .min = -10,
               .max = 60,
               .preset = 15},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "DB"},
    {.param = {.name = "phase-deg",
               .unit = "deg",
               .summary = "what Bob's carrier phase is off by",
               .min = -180,
               .max = 180},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "DEG"},
    {.param = {.name = "symbols",
               .unit = "",
               .summary = "symbols sent, made frames of 4096",
               .min = 1,
               .max = 1e9,
               .preset = 100000,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_symbols_evaluate = {
    .name = "symbols evaluate",
    .summary = "error rates and leaks of encrypted symbols, Bob's and Eve's",
    .detail =
        "Random symbols are encrypted with a key made from the seed and sent through\n"
        "Gaussian noise. Eve knows all but the key and takes the likeliest point;\n"
        "what she learns is a mean of log-likelihood ratios, without bias, and for\n"
        "comparison by histogram, its bias taken off (unknown where symbols are too\n"
        "few). With xor her best rate and leak hold by construction: the naive rate\n"
        "and the histograms measure. Other attacks stand in a table.",
    .example =
        "phyward symbols evaluate --modulation qam16 --cipher rotate8 --snr-db 15",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
