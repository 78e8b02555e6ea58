#include "tools/command_uplink_attack.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "encrypt/uplink_attacks.h"
#include "encrypt/uplink_ratio.h"
#include "tools/page.h"
#include "tools/result.h"
#include "tools/uplink_closed.h"
#include "tools/uplink_cover.h"
#include "tools/uplink_eve.h"
#include "tools/uplink_options.h"
#include "tools/uplink_page.h"
#include "tools/uplink_samples.h"
#include "tools/uplink_tag.h"
#include "tools/uplink_uncover.h"

typedef struct job {
    phw_uplink_samples samples;
    phw_uplink_samples original;
    phw_uplink_covers covers;
    phw_uplink_messages messages; /* of the original */
    phw_uplink_uncovering reader; /* with --seed-key */
    phw_key key;
    phw_uplink_eve eve;
    phw_cf *window; /* one message's samples as Eve has them */
    float *soft;    /* of one message, the dummy included */
    double *ber;    /* sums over bits of each attack's closed form */
    double *information;
    double noise; /* sum of the noise's powers over the tag's, both complex */
    size_t n_seen;
} job;

static void drop(job *j)
{
    free(j->window);
    free(j->soft);
    free(j->ber);
    free(j->information);
    phw_uplink_eve_free(&j->eve);
    phw_uplink_uncovering_free(&j->reader);
    phw_key_free(&j->key);
    phw_uplink_messages_free(&j->messages);
    phw_uplink_covers_free(&j->covers);
    phw_uplink_samples_free(&j->original);
    phw_uplink_samples_free(&j->samples);
}

/* The original's message below a cover; NULL when there is none. */
static const phw_uplink_message *below(const job *j, const phw_uplink_cover *c)
{
    for (size_t i = 0; i < j->messages.n; ++i) {
        const phw_uplink_message *m = &j->messages.message[i];
        if (m->clock.first >= (double)c->from &&
            m->clock.first < (double)(c->from + c->count))
            return m;
    }
    return NULL;
}

/* Eve is told the noise's channel: its size from what was laid, and of noise with a
 * square (binary) its phase, up to the sign that means nothing. */
static phw_cf channel_of(const job *j, const phw_uplink_message *m)
{
    const size_t n = (size_t)(m->to - m->from);
    const phw_cf *x = j->samples.signal.sample + m->from;
    const phw_cf *y = j->original.signal.sample + m->from;
    double power = 0;
    double complex square = 0;
    for (size_t i = 0; i < n; ++i) {
        const double complex d = (double complex)(x[i] - y[i]);
        power += creal(d) * creal(d) + cimag(d) * cimag(d);
        square += d * d;
    }
    /* Along the carrier circular noise has half its power, real noise has all. */
    const phw_noise_config *noise = &j->covers.noise;
    const double sent = noise->along && noise->law->gaussian ? 0.5 : 1;
    return (phw_cf)(sqrt(power / (double)n / sent) * cexp(CMPLX(0, carg(square) / 2)));
}

/* Everything but the seed: the tag's timing, levels and carrier as they are without
 * noise, and the noise's law, channel and edges. */
static phw_status view_of(phw_uplink_view *view, double *turn, job *j,
                          const phw_uplink_cover *c, const phw_uplink_message *m)
{
    phw_uplink_tag tag;
    const size_t n = (size_t)(m->to - m->from);
    PHW_TRY(phw_uplink_tag_fit(&tag, &j->original, m));
    phw_uplink_turn_back(j->window, j->samples.signal.sample + m->from, n, tag.turn);
    *view = (phw_uplink_view){
        .n_antennas = 1,
        .sample = {j->window},
        .leakage = {tag.leakage},
        .tag = {tag.tag},
        .noise_channel = {channel_of(j, m)},
        .n_samples = n,
        .noise_variance = tag.variance,
        .code = m->code,
        .clock = {m->clock.first - (double)m->from, m->clock.length},
        .n_bits = m->n_bits + (m->code->first_half != 0),
        .noise = j->covers.noise,
    };
    view->noise.clock = c->clock;
    view->noise.clock.first += (double)c->from - (double)m->from;
    j->noise += phw_cf_power(view->noise_channel[0]) / phw_cf_power(tag.tag);
    ++j->n_seen;
    *turn = tag.turn;
    return PHW_OK;
}

/* One attack on one message. In the tag's frame the channel of noise that came on
 * another carrier turns: circular noise looks the same, of other laws each bit is a
 * view of its own. */
static phw_status run_attack(job *j, const phw_uplink_attack *attack,
                             const phw_uplink_view *view, double turn)
{
    if (turn == 0 || view->noise.law->gaussian)
        return phw_uplink_attack_run(j->soft, attack, view, NULL);
    for (size_t i = 0; i < view->n_bits; ++i) {
        phw_uplink_view one = *view;
        const double edge =
            view->clock.first + (2 * (double)i + 1) * view->clock.length;
        one.n_bits = 1;
        one.clock.first += 2 * (double)i * view->clock.length;
        one.noise_channel[0] *= (phw_cf)cexp(CMPLX(0, -turn * (edge - 0.5)));
        PHW_TRY(phw_uplink_attack_run(j->soft + i, attack, &one, NULL));
    }
    return PHW_OK;
}

static phw_status attack_view(job *j, const phw_uplink_view *view, double turn,
                              const phw_uplink_message *m, size_t at)
{
    phw_uplink_closed closed = {0};
    phw_status s = phw_uplink_closed_make(&closed, view);
    for (size_t i = 0; !s && i < j->eve.n_outcomes; ++i) {
        phw_uplink_outcome *o = &j->eve.outcome[i];
        double snr = 0;
        if (o->soft == NULL)
            continue;
        s = run_attack(j, o->attack, view, turn);
        if (s == PHW_EARG && at == 0) {
            phw_uplink_eve_leave_out(o);
            s = PHW_OK;
            continue;
        }
        if (s)
            break;
        memcpy(o->soft + at, j->soft, m->n_bits * sizeof *j->soft);
        s = phw_uplink_closed_snr(&snr, &closed, o->attack->name, view);
        double ber = phw_uplink_closed_ber(view->code, snr);
        double information = phw_uplink_closed_information(view->code, snr);
        if (turn == 0 && !view->noise.law->gaussian)
            phw_uplink_closed_binary(&ber, &information, &closed, o->attack->name,
                                     view);
        j->ber[i] += (double)m->n_bits * ber;
        j->information[i] += (double)m->n_bits * information;
    }
    phw_uplink_closed_free(&closed);
    return s;
}

static phw_status make_room(job *j, const char *truth)
{
    size_t n_bits = 0;
    size_t most = 0;
    for (size_t i = 0; i < j->covers.n; ++i) {
        const phw_uplink_message *m = below(j, &j->covers.cover[i]);
        if (m == NULL)
            return phw_fail(PHW_EINPUT,
                            "%s: no message at sample %llu, where noise was laid: it "
                            "is not what was protected",
                            truth, (unsigned long long)j->covers.cover[i].from);
        n_bits += m->n_bits;
        most = m->to - m->from > most ? (size_t)(m->to - m->from) : most;
    }
    PHW_TRY(phw_uplink_eve_alloc(&j->eve, n_bits));
    PHW_TRY(phw_array_alloc(&j->window, most, sizeof *j->window));
    PHW_TRY(phw_array_alloc(&j->soft, PHW_EPC_BITS_MAX + 2, sizeof *j->soft));
    PHW_TRY(phw_array_alloc(&j->ber, j->eve.n_outcomes, sizeof *j->ber));
    return phw_array_alloc(&j->information, j->eve.n_outcomes, sizeof *j->information);
}

static phw_status attack_all(job *j)
{
    size_t at = 0;
    for (size_t i = 0; i < j->covers.n; ++i) {
        const phw_uplink_message *m = below(j, &j->covers.cover[i]);
        phw_uplink_view view;
        double turn = 0;
        PHW_TRY(view_of(&view, &turn, j, &j->covers.cover[i], m));
        PHW_TRY(attack_view(j, &view, turn, m, at));
        memcpy(j->eve.bit + at, m->bit, m->n_bits);
        at += m->n_bits;
    }
    for (size_t i = 0; i < j->eve.n_outcomes; ++i) {
        j->eve.outcome[i].theory_ber = j->ber[i] / (double)at;
        j->eve.outcome[i].theory_information = j->information[i] / (double)at;
    }
    return phw_uplink_eve_measure(&j->eve);
}

/* What who has the key reads of the same recording; nothing without --seed-key. The
 * noise is taken off the samples, so Eve has to be done with them. */
static phw_status read_with_key(job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    if (phw_argument_text(arguments, "seed-key") == NULL)
        return PHW_OK;
    PHW_TRY(phw_uplink_seed_key(&j->key, arguments));
    const phw_status s =
        phw_uplink_uncover(&j->reader, &j->samples, &j->covers, &j->key,
                           (size_t)phw_argument_count(arguments, "taps"));
    if (s)
        return phw_fail_within(s, "%s", path);
    return phw_uplink_uncovering_check(&j->reader, path);
}

static phw_status publish(const job *j, const phw_result *r,
                          const phw_arguments *arguments)
{
    char reader[96];
    const phw_uplink_outcome *best = phw_uplink_eve_strongest(&j->eve);
    (void)snprintf(reader, sizeof reader,
                   "The reader reads %zu of %zu messages with a good CRC",
                   j->reader.n_good, j->covers.n);
    const phw_uplink_page page = {
        .command = "uplink attack",
        .title = "Attack on a protected uplink",
        .subject = phw_argument_positional(arguments, 0),
        .reader = j->reader.n > 0 ? reader : NULL,
        .component = phw_uplink_covers_component(&j->covers),
        .good = best == NULL || best->leakage.mutual_information < 0.5,
    };
    return phw_uplink_page_publish(&page, &j->eve, r, arguments);
}

static phw_status report(const job *j, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "recording", phw_argument_positional(arguments, 0));
    phw_result_text(r, "signal", "signal", phw_uplink_kind_name(j->covers.kind));
    phw_result_text(r, "code", "line code", j->messages.message[0].code->name);
    phw_result_text(r, "noise", "law of the noise", j->covers.law);
    phw_result_text(r, "component", "of the noise is laid",
                    phw_uplink_covers_component(&j->covers));
    phw_result_count(r, "messages", "messages", "", j->covers.n);
    if (j->reader.n > 0)
        phw_result_count(r, "crc_ok", "of them read by the key with a good CRC", "",
                         j->reader.n_good);
    phw_result_count(r, "bits", "their bits", "", j->eve.n_bits);
    phw_result_number(r, "jsr_db", "noise over the tag, as it was", "dB",
                      phw_uplink_to_db(j->noise / (double)j->n_seen));
    phw_uplink_eve_tell(r, &j->eve);
    phw_result_json(r, "eve", "what Eve learns, by attack",
                    phw_uplink_eve_json(&j->eve));
    phw_result_json(r, "left_out", "attacks that are not for this recording",
                    phw_uplink_eve_left_out_json(&j->eve));
    phw_status s = publish(j, r, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status attack(job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    const char *truth = phw_argument_text(arguments, "truth");
    if (truth == NULL)
        return phw_fail(PHW_EARG, "--truth is missing: Eve's errors are counted "
                                  "against the recording before it was protected");
    PHW_TRY(phw_uplink_samples_read(&j->samples, path, NULL));
    PHW_TRY(phw_uplink_covers_read(&j->covers, path, j->samples.meta));
    PHW_TRY(phw_uplink_truth_read(&j->original, &j->samples, truth, arguments));
    const phw_uplink_search search = phw_uplink_search_of(j->covers.kind);
    PHW_TRY(phw_uplink_find(&j->messages, &j->original, &search));
    PHW_TRY(make_room(j, truth));
    const phw_status s = attack_all(j);
    if (s)
        return phw_fail_within(s, "%s", path);
    PHW_TRY(read_with_key(j, arguments));
    return report(j, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    const phw_status s = attack(&j, arguments);
    drop(&j);
    return s;
}

static const phw_option option[] = {
    PHW_OPTIONS_UPLINK_TRUTH,
    PHW_OPTION_SEED_KEY,
    PHW_OPTION_UPLINK_TAPS,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_uplink_attack = {
    .name = "uplink attack",
    .summary = "what Eve reads of a protected recording without the key",
    .detail =
        "Every attack for one antenna (phyward list attack). Eve is given more than\n"
        "any eavesdropper has: the tag's timing, carrier and levels as they are in\n"
        "the original, the noise's law, edges, channel and power. Bit error rates\n"
        "have 95 % intervals; the strongest attack is named. theory_... are closed\n"
        "forms for a tag with steep edges, null where none is known. With --seed-key\n"
        "what the reader gets of the same recording, crc_ok, stands beside.",
    .example = "phyward uplink attack noisy.sigmf-meta --truth \\\n"
               "      datasets/recordings/GPL-3.0/epc_gen2_reply.sigmf-meta --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"NOISY", "what phyward uplink protect wrote", false}},
    .run = run,
};
