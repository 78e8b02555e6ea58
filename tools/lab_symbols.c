#include "tools/lab_symbols.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/entropy.h"
#include "core/key.h"
#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/encryptor.h"
#include "encrypt/observer.h"
#include "encrypt/rings.h"
#include "encrypt/rotation_leak.h"
#include "encrypt/symbol_attack.h"
#include "encrypt/symbol_theory.h"
#include "phy/modem.h"
#include "tools/cancel.h"

/* Symbols of a frame. */
#define FRAME 4096

/* Of this lab's own numbers among those of a kind. */
#define SUB 0x53

static const double pi = 3.14159265358979323846;

/* Shares that single phases of the grid may show before closed forms of rings alone are
 * left out. */
#define GRID_SHOWN 1e-4

/* One frame, and all that a run needs. */
typedef struct lab {
    const phw_symbols_config *config;
    phw_ciphers seen; /* those whose work Eve has to undo: all but the order */
    phw_modem *modem;
    const phw_modem_info *info;
    phw_rings rings;
    phw_observer eve;
    phw_key key;
    phw_encryptor *to;
    phw_encryptor *from;
    phw_encryptor *to_eve; /* the same keystream, without the order */
    double snr;
    uint8_t label[FRAME];
    uint8_t cipher_label[FRAME];
    uint8_t decided[FRAME];
    phw_cf plain[FRAME];
    phw_cf sent[FRAME];
    phw_cf noise[FRAME];
    phw_cf received[FRAME];
    phw_joint_histogram envelope;
    phw_joint_histogram angle;
    double leak_sum;
    double leak_squares;
    double power_sum;
    double cumulant_sum;
    uint64_t known_right;    /* keystream found from known symbols */
    uint64_t two_time_right; /* differences of two frames, of one frame's symbols */
} lab;

static phw_status make_key(phw_key *out, const phw_symbols_config *c)
{
    phw_entropy entropy;
    if (c->key != NULL) {
        PHW_TRY(phw_key_alloc(out, c->key->size));
        memcpy(out->byte, c->key->byte, out->size);
        return PHW_OK;
    }
    PHW_TRY(phw_entropy_seeded(&entropy, c->seed, "symbols"));
    PHW_TRY(phw_key_alloc(out, 32));
    phw_entropy_bytes(&entropy, out->byte, out->size);
    phw_entropy_wipe(&entropy);
    return PHW_OK;
}

static void leave_out_order(phw_ciphers *out, const phw_ciphers *all)
{
    *out = (phw_ciphers){0};
    for (size_t i = 0; i < all->n; ++i) {
        const phw_cipher *c = all->cipher[i];
        if (c->domain == PHW_CIPHER_LABELS || c->phase_bits > 0)
            out->cipher[out->n++] = c;
    }
}

static phw_status prepare(lab *l)
{
    const phw_symbols_config *c = l->config;
    PHW_TRY(phw_modem_create(&l->modem, c->modulation));
    l->info = phw_modem_about(l->modem);
    if (l->info->has_memory)
        return phw_fail(PHW_EARG,
                        "modulation %s: a differential one has no points of its own to "
                        "evaluate; take its psk",
                        c->modulation);
    l->snr = pow(10, c->snr_db / 10);
    phw_rings_of(&l->rings, l->info->points, l->info->n_points);
    leave_out_order(&l->seen, &c->ciphers);
    phw_observer_init(&l->eve, l->info->points, l->info->n_points,
                      phw_ciphers_phase_bits(&c->ciphers),
                      phw_ciphers_hide_labels(&c->ciphers), l->snr);
    PHW_TRY(make_key(&l->key, c));
    PHW_TRY(phw_encryptor_create(&l->to, &c->ciphers, &l->key, 0, false));
    PHW_TRY(phw_encryptor_create(&l->from, &c->ciphers, &l->key, 0, true));
    return phw_encryptor_create(&l->to_eve, &l->seen, &l->key, 0, false);
}

static void clean(lab *l)
{
    phw_encryptor_destroy(l->to);
    phw_encryptor_destroy(l->from);
    phw_encryptor_destroy(l->to_eve);
    phw_key_free(&l->key);
    phw_modem_destroy(l->modem);
    free(l);
}

static void draw(lab *l, uint32_t frame)
{
    const phw_rng payload = {l->config->seed, PHW_RNG_PURPOSE(PHW_RNG_PAYLOAD, SUB),
                             frame};
    const phw_rng air = {l->config->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, SUB), frame};
    for (size_t i = 0; i < FRAME; ++i)
        l->label[i] = (uint8_t)phw_rng_below(&payload, i, l->info->n_points);
    phw_rng_normal_complex(l->noise, &air, 1 / l->snr, 0, FRAME);
}

/* l->sent of l->label. */
static phw_status encrypt(lab *l, phw_encryptor *e, uint64_t frame)
{
    memcpy(l->cipher_label, l->label, FRAME);
    PHW_TRY(phw_encryptor_begin(e, frame));
    PHW_TRY(phw_encryptor_labels(e, l->cipher_label, FRAME, l->info->n_bits));
    PHW_TRY(phw_modem_modulate(l->modem, l->sent, l->cipher_label, FRAME));
    return phw_encryptor_symbols(e, l->sent, FRAME);
}

static void add_noise(lab *l, const phw_cf *sent, double phase_rad)
{
    const phw_cf turn = CMPLXF(cos(phase_rad), sin(phase_rad));
    for (size_t i = 0; i < FRAME; ++i)
        l->received[i] = sent[i] * turn + l->noise[i];
}

static uint64_t n_differing(const lab *l)
{
    uint64_t n = 0;
    for (size_t i = 0; i < FRAME; ++i)
        n += l->decided[i] != l->label[i];
    return n;
}

static phw_status run_bob(phw_symbols_result *out, lab *l, uint64_t frame)
{
    PHW_TRY(encrypt(l, l->to, frame));
    add_noise(l, l->sent, l->config->phase_rad);
    PHW_TRY(phw_encryptor_begin(l->from, frame));
    PHW_TRY(phw_encryptor_symbols(l->from, l->received, FRAME));
    if (frame == 0)
        memcpy(out->bob, l->received, sizeof out->bob);
    PHW_TRY(phw_modem_demodulate(l->modem, l->decided, l->received, FRAME));
    PHW_TRY(phw_encryptor_labels(l->from, l->decided, FRAME, l->info->n_bits));
    out->bob_errors += n_differing(l);
    return PHW_OK;
}

static phw_status run_plain(phw_symbols_result *out, lab *l)
{
    PHW_TRY(phw_modem_modulate(l->modem, l->plain, l->label, FRAME));
    add_noise(l, l->plain, l->config->phase_rad);
    PHW_TRY(phw_modem_demodulate(l->modem, l->decided, l->received, FRAME));
    out->plain_errors += n_differing(l);
    return PHW_OK;
}

static void count_cells(lab *l)
{
    const double most = l->rings.radius[l->rings.n - 1] + 3 / sqrt(2 * l->snr);
    for (size_t i = 0; i < FRAME; ++i) {
        const double magnitude = sqrt(phw_cf_power(l->received[i]));
        const double angle =
            atan2((double)cimagf(l->received[i]), (double)crealf(l->received[i]));
        const double a =
            fmin(floor(magnitude / most * PHW_JOINT_CELLS), PHW_JOINT_CELLS - 1);
        const double b = fmin(floor((angle / (2 * pi) + 0.5) * PHW_JOINT_CELLS),
                              PHW_JOINT_CELLS - 1);
        ++l->envelope.count[l->label[i]][(size_t)a];
        ++l->angle.count[l->label[i]][(size_t)b];
    }
}

static bool is_rotated(const lab *l)
{
    return phw_ciphers_phase_bits(&l->seen) > 0;
}

/* A known symbol gives its keystream where one cipher hides it: a phase of the
 * rotation, or with the label that was sent the one that it was xored with. */
static bool known_is_possible(const lab *l)
{
    return l->seen.n == 1;
}

static void count_known(lab *l)
{
    const uint32_t n_phases = UINT32_C(1) << phw_ciphers_phase_bits(&l->seen);
    for (size_t i = 0; i < FRAME && known_is_possible(l); ++i) {
        const phw_cf x = l->info->points[l->label[i]];
        l->known_right += is_rotated(l)
                              ? phw_attack_known(l->received[i], x, n_phases) ==
                                    phw_attack_known(l->sent[i], x, n_phases)
                              : l->decided[i] == l->cipher_label[i];
    }
}

static phw_status run_eve(phw_symbols_result *out, lab *l, uint64_t frame)
{
    PHW_TRY(encrypt(l, l->to_eve, frame));
    add_noise(l, l->sent, 0);
    for (size_t i = 0; i < FRAME; ++i) {
        size_t decided = 0;
        const double bits =
            phw_observer_decide(&l->eve, &decided, l->received[i], l->label[i]);
        out->eve_errors += decided != l->label[i];
        l->leak_sum += bits;
        l->leak_squares += bits * bits;
    }
    if (frame == 0)
        memcpy(out->eve, l->received, sizeof out->eve);
    count_cells(l);
    l->power_sum += phw_attack_power(l->received, FRAME, l->info->n_points);
    l->cumulant_sum += phw_attack_cumulant(l->received, FRAME);
    PHW_TRY(phw_modem_demodulate(l->modem, l->decided, l->received, FRAME));
    out->naive_errors += n_differing(l);
    count_known(l);
    return PHW_OK;
}

/* What Eve takes of two frames under one number: the phases' differences of PSK, the
 * xored labels of xor. The encryptors below refuse to do that; two of them that know
 * nothing of each other, as after a lost KEY.frames, do. */
static bool two_time_is_possible(const lab *l)
{
    return l->seen.n == 1 && (!is_rotated(l) || l->rings.n == 1);
}

static phw_status send_again(lab *l, phw_cf *received, uint8_t *label, uint32_t frame,
                             uint64_t number)
{
    phw_encryptor *e = NULL;
    draw(l, frame);
    PHW_TRY(phw_encryptor_create(&e, &l->seen, &l->key, 0, false));
    const phw_status s = encrypt(l, e, number);
    phw_encryptor_destroy(e);
    PHW_TRY(s);
    add_noise(l, l->sent, 0);
    memcpy(received, l->received, sizeof l->received);
    memcpy(label, l->label, FRAME);
    return PHW_OK;
}

/* Steps of a turn between the points of two labels of PSK. */
static uint8_t psk_difference(const lab *l, uint8_t a, uint8_t b)
{
    uint8_t difference = 0;
    phw_attack_two_time(&difference, &l->info->points[a], &l->info->points[b], 1,
                        l->info->n_points);
    return difference;
}

static phw_status run_two_time(lab *l, uint32_t frame)
{
    static const uint64_t number = 1;
    uint8_t label[2][FRAME];
    uint8_t found[2][FRAME];
    phw_cf *received = NULL;
    const bool rotates = is_rotated(l);
    PHW_TRY(phw_array_alloc(&received, (size_t)2 * FRAME, sizeof *received));
    phw_status s = send_again(l, received, label[0], frame, number);
    if (!s)
        s = send_again(l, received + FRAME, label[1], frame + 1, number);
    for (unsigned k = 0; k < 2 && !s; ++k)
        s = phw_modem_demodulate(l->modem, found[k], received + (size_t)k * FRAME,
                                 FRAME);
    if (!s && rotates)
        phw_attack_two_time(found[0], received, received + FRAME, FRAME,
                            l->info->n_points);
    for (size_t i = 0; i < FRAME && !s; ++i)
        l->two_time_right +=
            rotates ? found[0][i] == psk_difference(l, label[0][i], label[1][i])
                    : (found[0][i] ^ found[1][i]) == (label[0][i] ^ label[1][i]);
    free(received);
    return s;
}

/* PSK by its one ring of equal steps (all of liquid-dsp's are), QAM where it is square.
 */
static double bob_closed_form(const lab *l)
{
    const unsigned m = l->info->n_points;
    if (l->rings.n == 1)
        return phw_ser_psk(m, l->snr, l->config->phase_rad);
    if (strncmp(l->info->name, "qam", 3) == 0 && l->info->n_bits % 2 == 0)
        return phw_ser_qam(m, l->snr, l->config->phase_rad);
    return (double)NAN;
}

/* A share of n, and where it lies above one that chance makes: by five standard
 * deviations. */
static phw_symbols_attack by_share(bool applies, uint64_t right, uint64_t n,
                                   double chance)
{
    return (phw_symbols_attack){
        .statistic = applies ? (double)right / (double)n : (double)NAN,
        .chance = chance,
        .threshold = chance + 5 * sqrt(chance * (1 - chance) / (double)n)};
}

static void tell_attacks(phw_symbols_result *out, const lab *l, uint64_t n_frames)
{
    const double m = l->info->n_points;
    const double frames = (double)n_frames;
    const double whole = pow(1 + 1 / l->snr, 2); /* noise adds power, and no cumulant */
    phw_symbols_attack *a = out->attack;
    a[0] = by_share(two_time_is_possible(l), l->two_time_right, FRAME, 1 / m);
    a[0].name = "two-time pad";
    a[0].needs = "a frame number used twice";
    a[0].tells = "the two frames' differences";
    a[1] = by_share(known_is_possible(l), l->known_right, out->n,
                    is_rotated(l) ? ldexp(1, -(int)phw_ciphers_phase_bits(&l->seen))
                                  : 1 / m);
    a[1].name = "known plaintext";
    a[1].needs = "the symbols sent";
    a[1].tells = "their keystream, of no other";
    a[2] = (phw_symbols_attack){.name = "M-th power",
                                .needs = "nothing",
                                .tells = "the order of PSK",
                                .statistic = l->power_sum / frames,
                                .chance = sqrt(pi / (4 * FRAME)),
                                .threshold = 4 / sqrt(FRAME)};
    /* Of Gaussian samples the estimate has deviation 2 / sqrt(n) and bias -2 / FRAME.
     */
    a[3] = (phw_symbols_attack){.name = "cumulant",
                                .needs = "the SNR",
                                .tells = "the order of the modulation",
                                .statistic = l->cumulant_sum / frames * whole,
                                .threshold =
                                    (10 / sqrt((double)out->n) + 2.0 / FRAME) * whole};
}

/* By rings alone, as long as nothing else is there to see. */
static void tell_closed_forms(phw_symbols_result *out, const lab *l)
{
    const unsigned bits = phw_ciphers_phase_bits(&l->seen);
    const phw_cf *points = l->info->points;
    const bool hidden = out->is_by_construction;
    const bool grid = !hidden && phw_rotation_grid_shown(points, out->n_points, bits,
                                                         l->snr) > GRID_SHOWN;
    out->bob_closed_form = bob_closed_form(l);
    out->eve_closed_form = hidden ? phw_ser_blind(out->n_points)
                           : grid ? (double)NAN
                                  : phw_ser_rings(&l->rings, l->snr);
    out->leak_closed_form_bits = hidden ? 0
                                 : grid ? (double)NAN
                                        : phw_leak_rings(&l->rings, l->snr);
    out->ring_bits = hidden ? 0 : l->rings.entropy_bits;
    out->leak_limit_bits =
        hidden ? 0 : phw_rotation_leak_bits(points, out->n_points, bits);
}

static void tell(phw_symbols_result *out, const lab *l, uint64_t n_frames)
{
    const double n = (double)out->n;
    const double mean = l->leak_sum / n;
    const double slack = 1.96 * sqrt(fmax(l->leak_squares / n - mean * mean, 0) / n);
    out->n_points = l->info->n_points;
    out->is_by_construction = l->eve.sees_nothing;
    out->leak_bits = mean;
    out->leak_low_bits = mean - slack;
    out->leak_high_bits = mean + slack;
    out->envelope = phw_joint_information_of(&l->envelope, out->n_points);
    out->angle = phw_joint_information_of(&l->angle, out->n_points);
    tell_closed_forms(out, l);
    tell_attacks(out, l, n_frames);
}

static phw_status run_frame(phw_symbols_result *out, lab *l, uint32_t frame)
{
    draw(l, frame);
    PHW_TRY(run_plain(out, l));
    PHW_TRY(run_bob(out, l, frame));
    PHW_TRY(run_eve(out, l, frame));
    out->n += FRAME;
    return PHW_OK;
}

static phw_status run_frames(phw_symbols_result *out, lab *l)
{
    const uint64_t n_frames = (l->config->n_symbols + FRAME - 1) / FRAME;
    for (uint32_t frame = 0; frame < n_frames; ++frame) {
        if (l->config->progress != NULL)
            phw_progress_show(l->config->progress, (double)out->n);
        PHW_TRY(phw_cancel_check());
        PHW_TRY(run_frame(out, l, frame));
    }
    if (two_time_is_possible(l))
        PHW_TRY(run_two_time(l, (uint32_t)n_frames));
    tell(out, l, n_frames);
    return PHW_OK;
}

phw_status phw_symbols_run(phw_symbols_result *out, const phw_symbols_config *config)
{
    lab *l = calloc(1, sizeof *l);
    if (l == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for symbols");
    phw_symbols_result result = {0};
    l->config = config;
    phw_status s = prepare(l);
    if (!s)
        s = run_frames(&result, l);
    if (!s)
        *out = result;
    clean(l);
    return s;
}
