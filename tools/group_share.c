#include "tools/group_share.h"

#include "kgen/group.h"

static bool has_key(const phw_group_outcome *outcome)
{
    return outcome->key.n > 0;
}

/* The longest run of links with a key: [*from, *to). */
static void longest_run(size_t *from, size_t *to, const phw_group_outcome *outcome,
                        size_t n)
{
    size_t start = 0;
    *from = 0;
    *to = 0;
    for (size_t i = 0; i < n; ++i) {
        if (!has_key(&outcome[i]))
            start = i + 1;
        else if (i + 1 - start > *to - *from) {
            *from = start;
            *to = i + 1;
        }
    }
}

/* The reference link's pad is the key of all; its ends have it without a word. */
static phw_status start(phw_group_share *g, const phw_group_outcome *reference,
                        size_t n_bits)
{
    phw_group_link link = {0};
    PHW_TRY(phw_group_link_make(&link, &reference->key, n_bits));
    const phw_status s = phw_bits_copy(&g->key, &link.pad);
    phw_group_link_free(&link);
    g->n_members = 2;
    g->n_agreed = 2;
    return s;
}

/* One end of the link, whose copy of the group's key is `sender`, tells the other. */
static phw_status tell(phw_bits *receiver, phw_group_share *g, const phw_bits *sender,
                       const phw_group_outcome *outcome, uint32_t number)
{
    phw_group_link link = {0};
    phw_message message = {0};
    PHW_TRY(phw_group_link_make(&link, &outcome->key, g->key.n));
    phw_status s = phw_group_difference(&message, sender, &link, number);
    if (!s)
        s = phw_group_recover(receiver, &message, &link, number);
    if (!s) {
        ++g->n_messages;
        g->n_bytes += message.size;
        ++g->n_members;
        g->n_agreed += phw_bits_equal(receiver, &g->key);
    }
    phw_message_free(&message);
    phw_group_link_free(&link);
    return s;
}

/* Link by link of [from, to), the first of which is the reference. In a chain the one
 * who was told tells the next. */
static phw_status tell_all(phw_group_share *g, const phw_group_outcome *outcome,
                           size_t from, size_t to, bool hand_on)
{
    phw_bits sender = {0};
    PHW_TRY(phw_bits_copy(&sender, &g->key));
    phw_status s = PHW_OK;
    for (size_t i = from + 1; i < to && !s; ++i) {
        phw_bits receiver = {0};
        if (!has_key(&outcome[i]))
            continue;
        s = tell(&receiver, g, &sender, &outcome[i], (uint32_t)i);
        if (!s && hand_on) {
            phw_bits_free(&sender);
            sender = receiver;
            receiver = (phw_bits){0};
        }
        phw_bits_free(&receiver);
    }
    phw_bits_free(&sender);
    return s;
}

phw_status phw_group_share_run(phw_group_share *out, const phw_group_outcome *outcome,
                               size_t n_links, phw_group_topology topology,
                               size_t n_bits)
{
    phw_group_share g = {0};
    size_t from = 0;
    size_t to = n_links;
    if (topology == PHW_GROUP_PAIRS)
        return phw_fail(PHW_EARG, "group: pairs share no key; expected star or chain");
    if (topology == PHW_GROUP_CHAIN)
        longest_run(&from, &to, outcome, n_links);
    while (from < to && !has_key(&outcome[from]))
        ++from;
    phw_status s = PHW_OK;
    if (from < to)
        s = start(&g, &outcome[from], n_bits);
    if (from < to && !s)
        s = tell_all(&g, outcome, from, to, topology == PHW_GROUP_CHAIN);
    g.n_excluded = n_links + 1 - g.n_members;
    if (s)
        phw_group_share_free(&g);
    else
        *out = g;
    return s;
}

void phw_group_share_free(phw_group_share *share)
{
    phw_bits_free(&share->key);
    *share = (phw_group_share){0};
}
