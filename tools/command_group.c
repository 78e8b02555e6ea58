#include "tools/command_group.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/key.h"
#include "core/signal.h"
#include "kgen/group.h"
#include "tools/group_link.h"
#include "tools/group_plan.h"
#include "tools/group_share.h"
#include "tools/interval.h"
#include "tools/keygen_options.h"
#include "tools/lab_plan.h"
#include "tools/lab_probing.h"
#include "tools/page.h"
#include "tools/plot_points.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/scenario_unused.h"
#include "tools/workers.h"

/* One run. */
typedef struct study {
    phw_scenario scenario;
    phw_agreement_config config; /* of one link */
    phw_group_topology topology;
    uint64_t seed;
    size_t group_bits;     /* wanted of the group's key */
    unsigned epsilon_bits; /* of the whole group */
    size_t n_links;
    phw_group_outcome *outcome; /* n_links */
    phw_group_share share;
} study;

static phw_status run_link(void *context, size_t item, size_t worker)
{
    study *s = context;
    phw_group_pair pair;
    (void)worker;
    phw_group_pair_at(&pair, &s->scenario, s->topology, item);
    return phw_group_link_run(&s->outcome[item], &s->scenario, &pair, &s->config,
                              s->seed, (uint32_t)item);
}

/* As phw_agreement_check() has it. */
#define EPSILON_BITS_MAX 256U

/* 2^-e for all of n links is 2^-(e + log2 n) for each. */
static phw_status divide_epsilon(study *s)
{
    unsigned more = 0;
    while (s->topology != PHW_GROUP_PAIRS && ((size_t)1 << more) < s->n_links)
        ++more;
    s->epsilon_bits = s->config.security_bits;
    if (s->epsilon_bits + more > EPSILON_BITS_MAX)
        return phw_fail(PHW_EARG,
                        "--epsilon %u: %zu links that share it need %u each; expected "
                        "at most %u",
                        s->epsilon_bits, s->n_links, s->epsilon_bits + more,
                        EPSILON_BITS_MAX - more);
    s->config.security_bits += more;
    return phw_agreement_check(&s->config);
}

/* One exchange of the first pair tells what the traces are like. */
static phw_status configure(study *s, const phw_arguments *arguments)
{
    phw_probing p = {0};
    phw_group_pair pair;
    phw_scenario *one = calloc(1, sizeof *one);
    if (one == NULL)
        return phw_fail(PHW_ENOMEM, "group: no memory for a pair");
    phw_group_pair_at(&pair, &s->scenario, s->topology, 0);
    phw_group_scenario(one, &s->scenario, &pair);
    one->value[PHW_SCENARIO_PROBES] = 1;
    one->value[PHW_SCENARIO_LEVEL] = PHW_LEVEL_COEFFICIENTS;
    phw_status status = phw_probing_run(&p, one, s->seed, 0, 1, NULL);
    if (!status)
        status = phw_keygen_config(&s->config, arguments, &p.trace[PHW_PARTY_ALICE]);
    phw_probing_free(&p);
    free(one);
    PHW_TRY(status);
    s->group_bits = s->config.key_bits_min;
    if (s->topology != PHW_GROUP_PAIRS)
        s->config.key_bits_min += PHW_GROUP_TAG_KEY_BITS;
    return divide_epsilon(s);
}

static double mean_of(const study *s, double (*figure)(const phw_group_outcome *o))
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < s->n_links; ++i) {
        const double value = figure(&s->outcome[i]);
        sum += isfinite(value) ? value : 0;
        n += isfinite(value);
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

static double certified(const phw_group_outcome *o)
{
    return (double)o->certified_bits;
}

static double raw(const phw_group_outcome *o)
{
    return (double)o->n_raw;
}

static double disagreement(const phw_group_outcome *o)
{
    return o->disagreement_rate;
}

static double neighbour_correlation(const phw_group_outcome *o)
{
    return fabs(o->neighbour_correlation);
}

/* Of the bits that the link has, the share that the neighbour knows. */
static double neighbour_share(const phw_group_outcome *o)
{
    return o->n_raw > 0 && isfinite(o->distance_wavelengths)
               ? o->neighbour_bits / (double)o->n_raw
               : (double)NAN;
}

static double observer_bits(const phw_group_outcome *o)
{
    return o->observer_bits;
}

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static const char *node_name(const study *s, size_t node)
{
    return node == SIZE_MAX
               ? NULL
               : phw_scenario_item_at(&s->scenario, PHW_SECTION_NODES, node)->name;
}

static json_t *row(const study *s, size_t i)
{
    const phw_group_outcome *o = &s->outcome[i];
    return json_pack(
        "{s:I,s:s,s:s,s:s?,s:o,s:I,s:o,s:I,s:I,s:f,s:f,s:o,s:o,s:o,s:f}", "link",
        (json_int_t)i, "from", node_name(s, o->pair.from), "to",
        node_name(s, o->pair.to), "neighbour", node_name(s, o->pair.neighbour),
        "neighbour_wavelengths", number(o->distance_wavelengths), "raw_bits",
        (json_int_t)o->n_raw, "bit_disagreement_rate", number(o->disagreement_rate),
        "certified_bits", (json_int_t)o->certified_bits, "key_bits",
        (json_int_t)o->key.n, "neighbour_information_bits", o->neighbour_bits,
        "eve_information_bits", o->observer_bits, "neighbour_correlation",
        number(o->neighbour_correlation), "neighbour_multiple_correlation",
        number(o->neighbour_multiple), "neighbour_channel_correlation",
        number(o->channel_correlation), "shortfall_bits", o->shortfall_bits);
}

/* The first lines for people, who would not read a thousand; all for programs. */
static void fill_rows(phw_result *r, const study *s, bool for_people)
{
    enum {
        LINES = 20
    };

    json_t *rows = json_array();
    const size_t n = for_people && s->n_links > LINES ? LINES : s->n_links;
    for (size_t i = 0; i < n; ++i) {
        if (!for_people) {
            (void)json_array_append_new(rows, row(s, i));
            continue;
        }
        const phw_group_outcome *o = &s->outcome[i];
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:s,s:I,s:I,s:s?,s:o,s:o,s:f}", "from",
                            node_name(s, o->pair.from), "to", node_name(s, o->pair.to),
                            "certified", (json_int_t)o->certified_bits, "key",
                            (json_int_t)o->key.n, "neighbour",
                            node_name(s, o->pair.neighbour), "wavelengths off",
                            number(o->distance_wavelengths), "its correlation",
                            number(o->neighbour_correlation), "it knows, bits",
                            o->neighbour_bits));
    }
    phw_result_json(r, "rows", n < s->n_links ? "the first links" : "links", rows);
}

static void fill_group(phw_result *r, const study *s)
{
    const phw_group_share *g = &s->share;
    char fingerprint[PHW_FINGERPRINT_SIZE] = "";
    phw_key key = {0};
    if (g->key.n > 0 && phw_key_from_bits(&key, &g->key, g->key.n / 8) == PHW_OK)
        phw_key_fingerprint(fingerprint, &key);
    phw_key_free(&key);
    phw_result_count(r, "members", "members with the group's key", "", g->n_members);
    phw_result_count(r, "excluded", "without", "", g->n_excluded);
    phw_result_count(r, "agreed", "of the members, have the same key", "", g->n_agreed);
    phw_result_count(r, "group_key_bits", "the group's key", "bit", g->key.n);
    phw_result_number(r, "epsilon_bits", "off uniform by at most 2^-", "",
                      s->epsilon_bits);
    phw_result_number(r, "link_epsilon_bits", "  of each link, 2^-", "",
                      s->config.security_bits);
    phw_result_count(r, "broadcasts", "differences broadcast", "", g->n_messages);
    phw_result_count(r, "broadcast_bytes", "  bytes of them", "", g->n_bytes);
    phw_result_text(r, "fingerprint", "fingerprint",
                    *fingerprint != '\0' ? fingerprint : NULL);
}

static void fill(phw_result *r, const study *s, const phw_arguments *arguments)
{
    uint64_t keys = 0;
    for (size_t i = 0; i < s->n_links; ++i)
        keys += s->outcome[i].key.n > 0;
    const phw_interval share = phw_interval_wilson(keys, s->n_links);
    phw_result_text(r, "scenario", "scenario", s->scenario.path);
    phw_result_text(r, "topology", "topology", phw_group_topologies[s->topology]);
    phw_result_count(r, "links", "links", "", s->n_links);
    phw_result_count(r, "keys", "of them, gave a key", "", keys);
    phw_result_interval(r, "key_probability_interval",
                        "probability of a key, 95 % interval", "", share.low,
                        share.high);
    phw_result_number(r, "raw_bits", "raw bits a link, mean", "bit", mean_of(s, raw));
    phw_result_number(r, "bit_disagreement_rate", "raw bits that differ, mean share",
                      "", mean_of(s, disagreement));
    phw_result_number(r, "certified_bits", "certified bits a link, mean", "bit",
                      mean_of(s, certified));
    phw_result_number(r, "neighbour_correlation",
                      "correlation with the nearest neighbour, mean", "",
                      mean_of(s, neighbour_correlation));
    phw_result_number(r, "neighbour_information_share",
                      "share of raw bits that it knows, mean", "",
                      mean_of(s, neighbour_share));
    phw_result_number(r, "eve_information_bits", "observers know, mean", "bit",
                      mean_of(s, observer_bits));
    if (s->topology != PHW_GROUP_PAIRS)
        fill_group(r, s);
    phw_result_count(r, "seed", "seed", "", s->seed);
    fill_rows(r, s, !phw_argument_given(arguments, "json"));
}

static phw_status publish(const study *s, const phw_result *r, double *column,
                          const phw_arguments *arguments)
{
    double *distance = column;
    double *measured = column + s->n_links;
    double *closed = column + 2 * s->n_links;
    char verdict[256];
    for (size_t i = 0; i < s->n_links; ++i) {
        distance[i] = s->outcome[i].distance_wavelengths;
        measured[i] = fabs(s->outcome[i].neighbour_correlation);
        closed[i] = s->outcome[i].channel_correlation;
    }
    (void)snprintf(verdict, sizeof verdict,
                   "%zu of %zu members share a key of %zu bits; the nearest neighbour "
                   "knows %.3g of a link's raw bits on average, and that is charged",
                   s->share.n_members, s->n_links + 1, s->share.key.n,
                   mean_of(s, neighbour_share));
    const phw_plot_curve curve[] = {{.name = "of the features, measured",
                                     .x = distance,
                                     .y = measured,
                                     .n = s->n_links,
                                     .colour = PHW_COLOUR_EVE},
                                    {.name = "of the channels, closed form",
                                     .x = distance,
                                     .y = closed,
                                     .n = s->n_links,
                                     .colour = PHW_COLOUR_BOB}};
    const phw_plot_data data = {
        .title = "What neighbours hear",
        .summary = "Correlation of each link with what the nearest other member hears, "
                   "over the distance between the two.",
        .x = {.label = "distance, wavelengths", .logarithmic = true},
        .y = {.label = "correlation, magnitude", .from = 0, .to = 1},
        .curve = curve,
        .n_curves = 2};
    const phw_page_picture picture = {&phw_plot_points, &data};
    const phw_page_section section = {
        .heading = "Links", .picture = &picture, .n_pictures = 1, .result = r};
    const phw_page page = {.title = "Keys of a group",
                           .subject = s->scenario.path,
                           .good = s->share.n_members > 0,
                           .verdict = verdict,
                           .section = &section,
                           .n_sections = 1};
    return phw_page_publish(&page, "group", arguments);
}

static phw_status tell(study *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    double *column = NULL;
    PHW_TRY(phw_array_alloc(&column, 3 * s->n_links, sizeof *column));
    phw_status status = phw_result_create(&r);
    if (!status) {
        fill(r, s, arguments);
        phw_scenario_unused_tell(r, &s->scenario, false, arguments);
        status = publish(s, r, column, arguments);
    }
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    free(column);
    if (!status && s->topology != PHW_GROUP_PAIRS && s->share.n_members == 0)
        status = phw_fail(PHW_ENOKEY,
                          "group: no link has a key of the %zu bits that "
                          "a group's key of %zu bits takes",
                          s->config.key_bits_min, s->group_bits);
    return status;
}

static phw_status run_links(study *s, const phw_arguments *arguments)
{
    phw_progress bar;
    phw_progress_start(&bar, "links", (double)s->n_links, arguments);
    phw_status status =
        phw_workers_run((size_t)phw_argument_count(arguments, "threads"), s->n_links,
                        run_link, s, &bar);
    phw_progress_end(&bar);
    if (!status && s->topology != PHW_GROUP_PAIRS)
        status = phw_group_share_run(&s->share, s->outcome, s->n_links, s->topology,
                                     s->group_bits);
    return status;
}

static phw_status prepare(study *s, const phw_arguments *arguments)
{
    s->seed = phw_argument_count(arguments, "seed");
    s->topology = (phw_group_topology)phw_argument_count(arguments, "topology");
    PHW_TRY(phw_scenario_from_arguments(&s->scenario, arguments));
    PHW_TRY(phw_group_pairs(&s->n_links, &s->scenario));
    if (phw_argument_given(arguments, "links"))
        s->n_links = (size_t)phw_argument_count(arguments, "links");
    PHW_TRY(configure(s, arguments));
    return phw_array_alloc(&s->outcome, s->n_links, sizeof *s->outcome);
}

static phw_status run(const phw_arguments *arguments)
{
    study *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "group: no memory");
    phw_status status = prepare(s, arguments);
    if (!status)
        status = run_links(s, arguments);
    if (!status)
        status = tell(s, arguments);
    for (size_t i = 0; s->outcome != NULL && i < s->n_links; ++i)
        phw_group_outcome_free(&s->outcome[i]);
    free(s->outcome);
    phw_group_share_free(&s->share);
    free(s);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "topology",
               .unit = "",
               .summary = "who makes keys with whom: the first end with every other "
                          "one, or every end with the next; pairs: no key of all",
               .preset = PHW_GROUP_STAR,
               .choice = phw_group_topologies},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "HOW"},
    {.param = {.name = "links",
               .unit = "",
               .summary = "links, if not one for every other end: the ends of the "
                          "file are used again, each time over a new channel",
               .min = 1,
               .max = PHW_GROUP_LINKS_MAX,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N",
     .no_preset = true},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
    PHW_OPTIONS_REPORT,
    PHW_OPTIONS_KEYGEN,
};

const phw_command phw_command_group = {
    .name = "group",
    .summary = "keys of many pairs around a base station or along a chain, and one of "
               "all of them",
    .detail =
        "Each link is probed and agreed on as phyward keygen does it, over a\n"
        "channel of its own. What the nearest other member hears of both ends is\n"
        "measured like Eve's trace, added to what the observers know, and charged:\n"
        "members are not to know each other's keys. Then the first link's key\n"
        "becomes the group's, and is broadcast as its difference from the other\n"
        "links' keys (a one-time pad with a one-time MAC): by the centre of a star,\n"
        "or from member to member of a chain. --key-bits is the group's; a link\n"
        "needs 128 more. --epsilon is the group's too, shared out among the links.\n\n"
        "Who has no key of a link stays out; exit status 6 when everybody does.",
    .example = "phyward group datasets/scenarios/group-walkers.yaml --key-bits 128\n  "
               "phyward group datasets/scenarios/group-walkers.yaml --links 1000 "
               "--topology pairs --threads 2 --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "with nodes, two of them ends at least", false}},
    .run = run,
};
