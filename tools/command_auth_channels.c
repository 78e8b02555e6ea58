#include "tools/command_auth_channels.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/cancel.h"
#include "tools/channel_trial.h"
#include "tools/fingerprint_options.h"
#include "tools/interval.h"
#include "tools/page.h"
#include "tools/plot_bars.h"
#include "tools/result.h"
#include "tools/share.h"

static const char *const notes[] = {
    "A channel is of a place, not of a sender: across recordings own frames are "
    "refused where it has changed since, and rightly.",
    "Frames of one recording share its channel and are not independent: intervals that "
    "count frames are too narrow. No accuracy over a population of transmitters is "
    "claimed from a few of them.",
    NULL};

static phw_status read_plan(phw_channel_trial *t, const phw_arguments *arguments)
{
    phw_similarity_plan *p = &t->plan;
    const char *test = phw_argument_text(arguments, "test");
    t->n_first = (size_t)phw_argument_count(arguments, "enroll-frames");
    phw_similarity_plan_rule(p, arguments);
    if (test == NULL)
        return phw_similarity_plan_test(p, "correlation:fit=full:threshold=0.5");
    PHW_TRY(phw_similarity_plan_test(p, test));
    if (t->n_first < p->test->n_references_min)
        return phw_fail(PHW_EARG, "--test %s: needs --enroll-frames %zu or more",
                        p->test->name, p->test->n_references_min);
    return PHW_OK;
}

static phw_status open_all(phw_channel_trial *t, const phw_arguments *arguments)
{
    phw_truth truth = {0};
    PHW_TRY(read_plan(t, arguments));
    phw_status s = phw_truth_from_arguments(&truth, arguments);
    for (size_t i = 0; i < arguments->n_positional && !s; ++i) {
        s = phw_cancel_check();
        if (!s)
            s = phw_channel_trial_add(t, phw_argument_positional(arguments, i), &truth,
                                      phw_argument_number(arguments, "tolerance"));
    }
    phw_truth_free(&truth);
    if (!s && phw_argument_text(arguments, "test") == NULL)
        s = phw_channel_trial_learn(t);
    return s;
}

static json_t *rows_json(const phw_channel_trial *t)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < t->n_rows; ++i) {
        const phw_channel_row *r = &t->row[i];
        const phw_interval own = phw_interval_share(r->n_own_same, r->n_own);
        const phw_interval other = phw_interval_share(r->n_other_same, r->n_other);
        (void)json_array_append_new(
            rows,
            json_pack("{s:s,s:s,s:s,s:I,s:I,s:[f,f],s:I,s:I,s:[f,f],s:I}",
                      "enrolled_in", t->recording[r->enrolled].frames.session, "sender",
                      r->sender, "judged_in", t->recording[r->judged].frames.session,
                      "own", (json_int_t)r->n_own, "own_same",
                      (json_int_t)r->n_own_same, "own_interval", own.low, own.high,
                      "others", (json_int_t)r->n_other, "others_same",
                      (json_int_t)r->n_other_same, "others_interval", other.low,
                      other.high, "undecided", (json_int_t)r->n_undecided));
    }
    return rows;
}

static void tell_threshold(phw_result *r, const phw_channel_trial *t, const char *test)
{
    double threshold = 0;
    const phw_similarity_shape any = {.n = 2, .n_references = 1};
    phw_result_text(r, "test", "test",
                    test != NULL ? test : "correlation:fit=full, threshold learnt");
    if (test != NULL)
        return;
    if (t->plan.test->threshold(&threshold, &any, t->plan.rule.false_alarm,
                                &t->plan.params) != PHW_OK)
        threshold = (double)NAN;
    phw_result_text(r, "learnt_of", "learnt of", t->recording[0].frames.session);
    phw_result_number(r, "own_least", "least correlation of one sender's", "",
                      t->own_least);
    phw_result_number(r, "other_most", "greatest of two senders'", "", t->other_most);
    phw_result_number(r, "threshold", "threshold between them", "", threshold);
}

static void fill(phw_result *r, const phw_channel_trial *t,
                 const phw_arguments *arguments)
{
    const phw_channel_row in = phw_channel_trial_sum(t, false);
    const phw_channel_row across = phw_channel_trial_sum(t, true);
    tell_threshold(r, t, phw_argument_text(arguments, "test"));
    phw_result_text(r, "false_alarm_holds_for", "its false-alarm rate holds for",
                    t->plan.test->holds_for(&t->plan.params));
    phw_result_count(r, "enroll_frames", "frames that enrol a sender", "", t->n_first);
    phw_result_count(r, "n_recordings", "recordings", "", t->n_recordings);
    phw_share_tell(r, "own_refused", "within recordings: own frames refused",
                   in.n_own - in.n_own_same, in.n_own);
    phw_share_tell(r, "others_accepted", "  others' frames accepted", in.n_other_same,
                   in.n_other);
    phw_share_tell(r, "own_same_across", "across recordings: own frames still the same",
                   across.n_own_same, across.n_own);
    phw_share_tell(r, "others_accepted_across", "  others' frames accepted",
                   across.n_other_same, across.n_other);
    phw_result_count(r, "n_undecided", "undecided, counted as refused", "",
                     in.n_undecided + across.n_undecided);
    phw_result_json(r, "rows", "each sender, enrolled in one recording, judged in one",
                    rows_json(t));
    phw_result_text(r, "caveat", "mind", notes[0]);
    phw_result_text(r, "caveat_independence", "mind", notes[1]);
}

/* A bar a row with own frames: its share found the same. */
static size_t fill_bars(phw_plot_bar bar[PHW_PLOT_BARS_MAX], char (*name)[160],
                        const phw_channel_trial *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_rows && n < PHW_PLOT_BARS_MAX; ++i) {
        const phw_channel_row *r = &t->row[i];
        const phw_interval span = phw_interval_share(r->n_own_same, r->n_own);
        if (r->n_own == 0)
            continue;
        (void)snprintf(name[n], sizeof name[n], "%.20s: %zu in %zu", r->sender,
                       r->judged + 1, r->enrolled + 1);
        bar[n] = (phw_plot_bar){.name = name[n],
                                .value = (double)r->n_own_same / (double)r->n_own,
                                .low = span.low,
                                .high = span.high,
                                .colour = r->enrolled == r->judged ? PHW_COLOUR_BOB
                                                                   : PHW_COLOUR_LOST};
        ++n;
    }
    return n;
}

static phw_status publish(const phw_channel_trial *t, const phw_result *result,
                          const phw_arguments *arguments)
{
    char name[PHW_PLOT_BARS_MAX][160];
    char verdict[300];
    phw_plot_bar bar[PHW_PLOT_BARS_MAX];
    const phw_channel_row in = phw_channel_trial_sum(t, false);
    const phw_channel_row across = phw_channel_trial_sum(t, true);
    const phw_plot_data data = {
        .title = "Own frames found the same",
        .summary =
            "Of each sender: frames of one recording judged by the first ones of "
            "another, by their numbers in the order given. Grey: across "
            "recordings, where the channel may have changed.",
        .x = {.label = "share found the same"},
        .bar = bar,
        .n_bars = fill_bars(bar, name, t)};
    const phw_page_picture picture = {&phw_plot_bars, &data};
    const phw_page_section section[] = {
        {.heading = "Recordings", .picture = &picture, .n_pictures = 1},
        {.heading = "Figures", .result = result},
    };
    (void)snprintf(
        verdict, sizeof verdict,
        "Within recordings %zu of %zu own frames were refused and %zu of %zu "
        "of others accepted. Across recordings %zu of %zu own frames were "
        "still the same, and %zu of %zu of others",
        in.n_own - in.n_own_same, in.n_own, in.n_other_same, in.n_other,
        across.n_own_same, across.n_own, across.n_other_same, across.n_other);
    const phw_page page = {.title = "Senders by their channels",
                           .subject = t->recording[0].frames.session,
                           .good = in.n_own_same == in.n_own &&
                                   in.n_other_same + across.n_other_same == 0,
                           .verdict = verdict,
                           .note = notes,
                           .section = section,
                           .n_sections = 2};
    return phw_page_publish(&page, "auth channels", arguments);
}

static phw_status report(const phw_channel_trial *t, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, t, arguments);
    phw_status s = PHW_OK;
    if (phw_argument_given(arguments, "report"))
        s = publish(t, r, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_channel_trial *t = calloc(1, sizeof *t);
    if (t == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the trial");
    phw_status s = open_all(t, arguments);
    if (!s)
        s = phw_channel_trial_run(t);
    if (!s)
        s = report(t, arguments);
    phw_channel_trial_free(t);
    free(t);
    return s;
}

static const phw_option option[] = {
    PHW_OPTIONS_TRUTH,
    {.param = {.name = "enroll-frames",
               .unit = "",
               .summary = "first frames of a sender that enrol it in a recording",
               .min = 1,
               .max = 1000,
               .preset = 3,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'e',
     .placeholder = "N"},
    {.param = {.name = "test",
               .summary = "how frames are compared; without it, correlation:fit=full "
                          "with a threshold learnt of the first TRACE"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v]",
     .family = "similarity"},
    PHW_OPTIONS_SIMILARITY_RULE,
    PHW_OPTION_FLOOR,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_auth_channels = {
    .name = "auth channels",
    .summary = "how well senders are told apart by their channels, with intervals",
    .detail =
        "TRACEs are recordings, as probe -o writes them; --truth or LABEL=TRACE tell\n"
        "who sent which frame, else the addresses by which probe named their groups.\n"
        "Each sender is enrolled on its first frames of a recording (all but one\n"
        "where they are few) and judged in the rest of it, and in all others: there\n"
        "the channel may have changed, and own frames are then refused. Frames that\n"
        "enrol are not judged, nor those of unknown senders.\n"
        "\n"
        "The threshold that is learnt lies between the correlations of the first\n"
        "TRACE's enrolled frames, of one sender and of two, and is fixed then:\n"
        "nothing else is looked at. Real front ends add errors that are no noise, so\n"
        "that a threshold from the noise alone (--test difference) refuses too much.\n"
        "\n"
        "Undecided frames (see auth similarity) count as refused. Intervals are\n"
        "Clopper's and Pearson's, 95 %, as if frames were independent.",
    .example =
        "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
        "--type ci16 \\\n      --rate 20M -o one.h5\n"
        "  phyward probe datasets/recordings/openofdm/radiated_dot11n_19.5mbps.dat "
        "--type ci16 \\\n      --rate 20M -o two.h5\n"
        "  phyward auth channels one.h5 two.h5 \\\n"
        "      --truth datasets/recordings/openofdm/frames_truth.csv",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "[LABEL=]FILE[:PART], and more", false}},
    .repeats = true,
    .run = run,
};
