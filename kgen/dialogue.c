#include "kgen/dialogue.h"

#include <string.h>

void phw_dialogue_free(phw_dialogue *d)
{
    phw_bits_free(&d->parity);
    *d = (phw_dialogue){0};
}

void phw_dialogue_reset(phw_dialogue *d)
{
    d->parity.n = 0;
    d->figures = (phw_reconcile_figures){0};
    d->refused = false;
    d->ended = false;
}

phw_status phw_dialogue_reserve(phw_dialogue *d, size_t n)
{
    if (n / 64 + 2 <= d->parity.n_words)
        return PHW_OK;
    phw_bits more = {0};
    PHW_TRY(phw_bits_alloc(&more, 2 * n + 1024));
    if (d->parity.n_words > 0)
        memcpy(more.word, d->parity.word, d->parity.n_words * sizeof *more.word);
    more.n = d->parity.n;
    phw_bits_free(&d->parity);
    d->parity = more;
    return PHW_OK;
}

phw_status phw_dialogue_round(phw_dialogue *d)
{
    ++d->figures.n_rounds;
    if (d->rounds_max > 0 && d->figures.n_rounds > d->rounds_max)
        return phw_fail(PHW_EPEER, "%s: no end after %llu rounds", d->name,
                        (unsigned long long)d->rounds_max);
    return PHW_OK;
}

static phw_status speak(phw_dialogue *d, phw_message *out)
{
    phw_message_begin(out, 0, 0);
    phw_message_put_bits(out, &d->parity);
    PHW_TRY(phw_message_end(out));
    d->figures.bytes_sent += out->size;
    ++d->figures.n_messages;
    return PHW_OK;
}

/* The peer's parities turned into differences, in place of this end's. */
static phw_status listen(phw_dialogue *d, const phw_message *in)
{
    phw_reader r = phw_reader_open(in);
    phw_reader_add_bits(&r, &d->parity);
    d->figures.bytes_received += in->size;
    ++d->figures.n_messages;
    d->figures.leak_bits += d->parity.n;
    d->figures.reply_bits += d->parity.n;
    return phw_reader_close(&r);
}

/* Alice asks first and learns Bob's answer; then the next round. */
static phw_status step_alice(phw_dialogue *d, phw_message *out, const phw_message *in,
                             const phw_dialogue_calls *calls, void *machine)
{
    if (in != NULL) {
        PHW_TRY(listen(d, in));
        PHW_TRY(calls->apply(machine));
        PHW_TRY(calls->next(machine));
    }
    if (d->ended)
        return PHW_OK;
    PHW_TRY(calls->ask(machine));
    return speak(d, out);
}

/* What makes Bob refuse Alice sees by his answer: he sends it, and she says so. */
static phw_status step_bob(phw_dialogue *d, phw_message *out, const phw_message *in,
                           const phw_dialogue_calls *calls, void *machine)
{
    if (in == NULL)
        return d->ended ? PHW_OK
                        : phw_fail(PHW_EARG, "%s: Alice speaks first", d->name);
    if (d->refused)
        return phw_fail(PHW_ENOKEY, "%s: more bits differ than can be corrected",
                        d->name);
    PHW_TRY(calls->ask(machine));
    PHW_TRY(speak(d, out));
    PHW_TRY(listen(d, in));
    phw_status s = calls->apply(machine);
    if (!s)
        s = calls->next(machine);
    d->refused = s == PHW_ENOKEY;
    return d->refused ? PHW_OK : s;
}

phw_status phw_dialogue_step(phw_dialogue *d, phw_message *out, bool *done,
                             const phw_message *in, const phw_dialogue_calls *calls,
                             void *machine)
{
    if (in != NULL && d->ended)
        return phw_fail(PHW_EPEER, "%s: a message after the end", d->name);
    if (in == NULL && d->figures.n_messages > 0)
        return phw_fail(PHW_EARG, "%s: a step without the peer's message", d->name);
    phw_message_clear(out);
    const phw_status s = d->role == PHW_ALICE ? step_alice(d, out, in, calls, machine)
                                              : step_bob(d, out, in, calls, machine);
    if (s) {
        d->ended = true;
        phw_message_clear(out);
        return s;
    }
    *done = d->ended;
    return PHW_OK;
}
