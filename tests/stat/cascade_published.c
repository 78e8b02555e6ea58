/* The published Cascades against what others measured of them, and the estimate's own
 * behaviour where it is wrong. Seeds are fixed.
 *
 * Two sources. cascade-cpp (commit 8240cab) over 1000 frames of fixed weight, where f
 * is the parities it asks for over n h(p); it asks some of them twice, when two
 * searches come to the same part of a block in one round, which its counter takes for
 * two: .003 to .007 of f for the schemes below (counted with a comparison of ours put
 * into its code). And the curves of Martinez-Mateo et al., arXiv 1407.3257, read off
 * to .003. */
#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

#include "tests/stat/reconciled.h"

/* Whether the count is one that `probability` gives with more than what lies beyond 5
 * standard deviations of a normal: the exact tails of Clopper and Pearson. */
static bool may_be(const measured *m, double probability)
{
    const double beyond = 2.9e-7;
    return gsl_cdf_binomial_P(m->n_failed, probability, m->n_frames) > beyond &&
           (m->n_failed == 0 ||
            gsl_cdf_binomial_Q(m->n_failed - 1, probability, m->n_frames) > beyond);
}

enum {
    N_RATES = 8
};

static const double rates[N_RATES] = {0.01, 0.02, 0.03, 0.05, 0.08, 0.10, 0.15, 0.20};

/* f within what cascade-cpp measured, its double questions (at most .009) off: 5
 * standard errors of the difference, theirs being ours by frames, 1000 to 50. Rounds:
 * it never goes back to the pass in which a bit was found, and so leaves odd blocks to
 * later passes: its chains are up to a third longer. */
static void compare(const char *name, const char *text, const double *f,
                    const double *rounds, double tail)
{
    const unsigned n_frames = 50;
    for (unsigned i = 0; i < N_RATES; ++i) {
        const measured m =
            measure(name, text, 10000, rates[i], rates[i], true, n_frames);
        const double slack = 5 * m.f_error * sqrt(1 + 50.0 / 1000) + 0.0005;
        cr_expect_leq(m.f, f[i] + slack, "%s %g: %g", name, rates[i], m.f);
        cr_expect_geq(m.f, f[i] - 0.009 - slack, "%s %g: %g", name, rates[i], m.f);
        cr_expect_leq(m.rounds, 1.05 * rounds[i], "%s %g: %g", name, rates[i],
                      m.rounds);
        cr_expect_geq(m.rounds, 0.7 * rounds[i], "%s %g: %g", name, rates[i], m.rounds);
        cr_expect(may_be(&m, tail), "%s %g: %u failed", name, rates[i], m.n_failed);
    }
}

Test(cascade_published, original_is_as_elsewhere)
{
    static const double f[] = {1.143, 1.159, 1.173, 1.184, 1.217, 1.209, 1.294, 1.289};
    static const double rounds[] = {45, 46, 44, 40, 42, 37, 31, 28};
    compare("original", "", f, rounds, 1e-3);
}

Test(cascade_published, biconf_is_as_elsewhere)
{
    static const double f[] = {1.102, 1.091, 1.087, 1.094, 1.107, 1.111, 1.137, 1.157};
    static const double rounds[] = {99, 106, 112, 115, 114, 122, 139, 107};
    compare("biconf", "", f, rounds, 2e-3);
}

Test(cascade_published, yan_is_as_elsewhere)
{
    static const double f[] = {1.096, 1.085, 1.079, 1.077, 1.097, 1.093, 1.122, 1.135};
    static const double rounds[] = {105, 117, 124, 120, 119, 114, 141, 96};
    compare("yan", "", f, rounds, 4e-3);
}

Test(cascade_published, option_3_is_as_elsewhere)
{
    static const double f[] = {1.112, 1.100, 1.090, 1.106, 1.115, 1.128, 1.141, 1.181};
    static const double rounds[] = {81, 84, 87, 82, 82, 74, 71, 62};
    compare("option3", "", f, rounds, 3e-5);
}

/* cascade-cpp's parities that were asked for once, and its searches sent back to every
 * pass: .5 to 12 % less than what it counts. f over 100 frames: option 7 at 5 and 10 %
 * 1.0752 +- .0034 and 1.0859 +- .0019, 236 and 240 rounds; option 8 1.0709 +- .0037 and
 * 1.0853 +- .0098. Its own figures, 1.112 and 1.128, 1.113 and 1.224, stand above. */
Test(cascade_published, options_7_and_8_are_as_elsewhere_without_double_questions)
{
    static const struct {
        const char *name;
        const char *text;
        double rate;
        double f;
        double error;
        double counted;
    } row[] = {
        {"option7", "reuse=0", 0.05, 1.0752, 0.0034, 1.112},
        {"option7", "reuse=0", 0.10, 1.0859, 0.0019, 1.128},
        {"option8", "infer=0:reuse=0:order=all", 0.05, 1.0709, 0.0037, 1.113},
        {"option8", "infer=0:reuse=0:order=all", 0.10, 1.0853, 0.0098, 1.224},
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        const double p = row[i].rate;
        const measured m = measure(row[i].name, row[i].text, 10000, p, p, true, 60);
        cr_expect_float_eq(m.f, row[i].f, 5 * hypot(m.f_error, row[i].error), "%s: %g",
                           row[i].name, m.f);
        cr_expect_lt(m.f, row[i].counted);
        cr_expect(may_be(&m, 1e-4));
    }
}

/* As its authors' code has it: lowest pass first, last blocks inferred. Their design
 * lies at 1.04 to 1.06 from 2 to 5 %; a prototype with its sizes and random masks gave
 * 1.056, 1.051 and 1.063 at 2, 5 and 10 %, at a mixed order, which costs up to .003. */
Test(cascade_published, option_8_of_its_authors_leaks_least)
{
    static const double p[] = {0.02, 0.05, 0.10};
    static const double f[] = {1.056, 1.051, 1.063};
    for (unsigned i = 0; i < 3; ++i) {
        const measured m = measure("option8", "", 10000, p[i], p[i], true, 60);
        cr_expect_float_eq(m.f, f[i] - 0.0015, 0.0025 + 5 * m.f_error, "%g: %g", p[i],
                           m.f);
        cr_expect(may_be(&m, 1e-4));
    }
}

/* The paper's own curves, last blocks inferred as its authors' code does: original to
 * reading and .002 of the line's width, option 3 to the reference's .01; of the
 * curves of BICONF and of Yan et al. ours lies below, by less than .02. */
Test(cascade_published, curves_of_the_paper_are_met)
{
    static const double p[] = {0.01, 0.02, 0.03, 0.05, 0.10};
    static const double original[] = {1.134, 1.152, 1.165, 1.182, 1.209};
    static const double option3[] = {1.085, 1.086, 1.080, 1.100, 1.125};
    static const double biconf[] = {1.093, 1.090, 1.090, 1.095, 1.113};
    static const double yan[] = {1.088, 1.084, 1.083, 1.089, 1.112};
    for (unsigned i = 0; i < 5; ++i) {
        measured m = measure("original", "infer=1", 10000, p[i], p[i], true, 40);
        cr_expect_float_eq(m.f, original[i], 0.005 + 5 * m.f_error, "%g: %g", p[i],
                           m.f);
        m = measure("option3", "infer=1:order=lowest", 10000, p[i], p[i], true, 40);
        cr_expect_float_eq(m.f, option3[i], 0.010 + 5 * m.f_error, "%g: %g", p[i], m.f);
        m = measure("biconf", "", 10000, p[i], p[i], true, 40);
        cr_expect_leq(m.f, biconf[i] + 0.003 + 5 * m.f_error, "%g: %g", p[i], m.f);
        cr_expect_geq(m.f, biconf[i] - 0.02 - 5 * m.f_error, "%g: %g", p[i], m.f);
        m = measure("yan", "", 10000, p[i], p[i], true, 40);
        cr_expect_leq(m.f, yan[i] + 0.003 + 5 * m.f_error, "%g: %g", p[i], m.f);
        cr_expect_geq(m.f, yan[i] - 0.024 - 5 * m.f_error, "%g: %g", p[i], m.f);
    }
}

/* Short frames of the original, whose third and fourth passes hold more than the frame
 * when nothing clamps them: frame error rates of cascade-cpp over 20000 frames with
 * permutations afresh and a comparison of our own (its counter and its one permutation
 * for all frames told .060, .012, .095, .016 and .0005). */
Test(cascade_published, the_originals_short_frames_fail_as_elsewhere)
{
    static const struct {
        size_t n;
        double rate;
        double failed;
        double f;
    } row[] = {{128, 0.05, 1989 / 20e3, 1.2009},
               {128, 0.10, 766 / 20e3, 1.2342},
               {256, 0.02, 2693 / 20e3, 1.1269},
               {256, 0.05, 540 / 20e3, 1.2463},
               {256, 0.10, 162 / 20e3, 1.2297}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        const double p = row[i].rate;
        const measured m = measure("original", "clamp=0", row[i].n, p, p, true, 2000);
        /* Ten frames share a session's permutations, and so do their failures: at most
         * a tenth of the frames are independent; 5 sigma of both counts. */
        const double sigma =
            sqrt(row[i].failed * (1 - row[i].failed) * (10 / 2000.0 + 1 / 20e3));
        cr_expect_float_eq((double)m.n_failed / m.n_frames, row[i].failed, 5 * sigma,
                           "%zu, %g: %u failed", row[i].n, p, m.n_failed);
        cr_expect_float_eq(m.f, row[i].f, 5 * m.f_error + 0.004, "%g", m.f);
    }
}

/* n = 1024, 20 frames of 5000 each way: cascade-cpp, counted as above, gave 14 and 18
 * of 5000 frames for Yan et al. at 5 and 10 %, f 1.1564 and 1.1390 without double
 * questions, and 9 and 1.1912 for BICONF at 5 %. */
Test(cascade_published, frames_of_1024_bits_are_as_elsewhere)
{
    static const struct {
        const char *name;
        double rate;
        double failed;
        double f;
    } row[] = {{"yan", 0.05, 14 / 5e3, 1.1564},
               {"yan", 0.10, 18 / 5e3, 1.1390},
               {"biconf", 0.05, 9 / 5e3, 1.1912}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        const double p = row[i].rate;
        const measured m = measure(row[i].name, "", 1024, p, p, true, 600);
        cr_expect_float_eq(m.f, row[i].f, 5 * m.f_error * sqrt(1 + 600 / 5e3), "%s: %g",
                           row[i].name, m.f);
        cr_expect(may_be(&m, row[i].failed), "%s: %u", row[i].name, m.n_failed);
    }
}

/* Leak is traded for round trips: lowest < mixed <= all in leak, and the other way
 * round in rounds. The differences are .002 to .006 of f and half of the rounds; the
 * frames are the same, and 200 of them tell .003 apart. */
Test(cascade_published, the_order_trades_leak_for_round_trips)
{
    static const char *const texts[] = {"order=lowest:infer=1:reuse=1:masks=1",
                                        "order=mixed:infer=1:reuse=1:masks=1",
                                        "order=all:infer=1:reuse=1:masks=1"};
    measured m[3];
    for (unsigned i = 0; i < 3; ++i)
        m[i] = measure("yan", texts[i], 10000, 0.05, 0.05, true, 300);
    cr_expect_lt(m[0].f, m[1].f, "%g %g", m[0].f, m[1].f);
    cr_expect_lt(m[1].f, m[2].f, "%g %g", m[1].f, m[2].f);
    cr_expect_gt(m[0].rounds, 1.4 * m[1].rounds, "%g %g", m[0].rounds, m[1].rounds);
    cr_expect_gt(m[1].rounds, m[2].rounds, "%g %g", m[1].rounds, m[2].rounds);
}

/* Estimates wrong by three either way leave frames as sound as right ones, FER below
 * .01, at an f that is at most 2; with adapt=1 the first pass mends what it can. Where
 * blocks were too large it halves them, and f comes to what it is for the right
 * estimate to .05, and in a fraction of the rounds; where they were too small they stay
 * so, and later passes alone get their right sizes. */
Test(cascade_published, wrong_estimates_survive_and_the_first_pass_mends_them)
{
    static const double p_true[] = {0.02, 0.05, 0.15};
    static const char *const names[] = {"yan", "original", "option7"};

    for (unsigned v = 0; v < 3; ++v) {
        for (size_t i = 0; i < 3; ++i) {
            const double p = p_true[i];
            measured m[5];
            m[0] = measure(names[v], "infer=1:adapt=1", 10000, p, p, false, 50);
            m[1] = measure(names[v], "infer=1", 10000, p, p / 3, false, 50);
            m[2] = measure(names[v], "infer=1:adapt=1", 10000, p, p / 3, false, 50);
            const double high = fmin(3 * p, PHW_RECONCILE_RATE_MAX);
            m[3] = measure(names[v], "infer=1", 10000, p, high, false, 50);
            m[4] = measure(names[v], "infer=1:adapt=1", 10000, p, high, false, 50);
            for (unsigned j = 0; j < 5; ++j) {
                cr_expect(m[j].n_failed == 0 || may_be(&m[j], 0.01), "%s %g: %u",
                          names[v], p, m[j].n_failed);
                cr_expect_leq(m[j].f, 2);
            }
            cr_expect_float_eq(m[2].f, m[0].f, 0.05 + 5 * m[0].f_error, "%s %g: %g",
                               names[v], p, m[2].f);
            cr_expect_lt(m[2].rounds, 0.6 * m[1].rounds);
            cr_expect_leq(m[4].f, m[3].f + 5 * m[3].f_error, "%s %g: %g", names[v], p,
                          m[4].f);
        }
    }
}

/* What adapt=1 costs where the estimate was right: at most .02 of f at 10^4 bits; the
 * blocks are taken to be too large by chance in a few frames in a hundred. */
Test(cascade_published, adapting_costs_little_where_nothing_was_wrong)
{
    static const double p_true[] = {0.01, 0.05, 0.15, 0.25};
    for (unsigned i = 0; i < 4; ++i) {
        const double p = p_true[i];
        const measured plain = measure("yan", "infer=1", 10000, p, p, true, 100);
        const measured adapted =
            measure("yan", "infer=1:adapt=1", 10000, p, p, true, 100);
        cr_expect_leq(adapted.f, plain.f + 0.02 + 5 * plain.f_error, "%g: %g, %g", p,
                      plain.f, adapted.f);
    }
}
