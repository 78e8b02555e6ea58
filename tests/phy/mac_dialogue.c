#include "phy/mac_dialogue.h"

#include <string.h>

#include <criterion/criterion.h>

/* Kinds of frame, type * 16 + subtype. */
enum {
    BEACON = 0x08,
    BLOCK_ACK_REQUEST = 0x18,
    BLOCK_ACK = 0x19,
    PS_POLL = 0x1a,
    RTS = 0x1b,
    CTS = 0x1c,
    ACK = 0x1d,
    DATA = 0x28
};

#define NOBODY 0
#define ALL    0xff /* the broadcast address */

static void address(uint8_t out[6], unsigned who)
{
    const uint8_t base[6] = {0x02, 0x55, 0xaa, 0x31, 0x0f, (uint8_t)who};
    memcpy(out, base, 6);
    if (who == ALL)
        memset(out, 0xff, 6);
}

/* A frame with a right check that begins 100 us after the one before it ended. */
static phw_mac_turn turn(unsigned kind, unsigned from, unsigned to, size_t place)
{
    phw_mac_turn t = {.start_s = (double)place * 1e-3,
                      .end_s = (double)place * 1e-3 + 0.9e-3,
                      .has_header = true,
                      .check = true,
                      .header = {.type = (phw_mac_type)(kind >> 4),
                                 .subtype = kind & 0xf,
                                 .has_receiver = to != NOBODY,
                                 .has_transmitter = from != NOBODY}};
    address(t.header.receiver, to);
    address(t.header.transmitter, from);
    return t;
}

/* The same right after the one before it. */
static phw_mac_turn answer(unsigned kind, unsigned from, unsigned to, size_t place)
{
    phw_mac_turn t = turn(kind, from, to, place);
    t.start_s -= 84e-6; /* a pause of 16 us */
    return t;
}

static void expect(const phw_mac_turn *t, size_t n, size_t i, phw_mac_evidence evidence,
                   unsigned who)
{
    phw_mac_sender sender[16] = {0};
    uint8_t wanted[6] = {0};
    cr_assert_eq(phw_mac_dialogue_senders(sender, t, n, PHW_MAC_ANSWER_S), PHW_OK);
    cr_expect_eq(sender[i].evidence, evidence, "frame %zu: %s, not %s", i,
                 phw_mac_evidence_name(sender[i].evidence),
                 phw_mac_evidence_name(evidence));
    if (evidence != PHW_MAC_UNKNOWN)
        address(wanted, who);
    cr_expect_arr_eq(sender[i].address, wanted, 6, "frame %zu: address ends in %u", i,
                     sender[i].address[5]);
}

#define EXPECT(t, i, evidence, who) \
    expect(t, sizeof(t) / sizeof(t)[0], i, evidence, who)

Test(mac_dialogue, a_frame_that_names_its_transmitter_is_from_it)
{
    const phw_mac_turn t[] = {turn(DATA, 1, 2, 0), turn(BEACON, 3, ALL, 1),
                              turn(BLOCK_ACK, 2, 1, 2)};
    EXPECT(t, 0, PHW_MAC_OWN, 1);
    EXPECT(t, 1, PHW_MAC_OWN, 3);
    EXPECT(t, 2, PHW_MAC_OWN, 2);
    cr_expect_eq(phw_mac_dialogue_senders(NULL, NULL, 0, 1), PHW_OK);
}

Test(mac_dialogue, an_acknowledgement_is_from_the_receiver_of_the_frame_before)
{
    /* 1 talks with 2 and with 3: only the frame before tells. */
    phw_mac_turn t[] = {turn(DATA, 1, 2, 0),
                        answer(ACK, NOBODY, 1, 1),
                        turn(DATA, 1, 3, 2),
                        answer(ACK, NOBODY, 1, 3),
                        turn(PS_POLL, 2, 1, 4),
                        answer(ACK, NOBODY, 2, 5),
                        turn(BLOCK_ACK_REQUEST, 1, 3, 6),
                        answer(ACK, NOBODY, 1, 7)};
    EXPECT(t, 1, PHW_MAC_ANSWER, 2);
    EXPECT(t, 3, PHW_MAC_ANSWER, 3);
    EXPECT(t, 5, PHW_MAC_ANSWER, 1);
    EXPECT(t, 7, PHW_MAC_ANSWER, 3);
}

Test(mac_dialogue, nothing_is_guessed_where_two_may_have_answered)
{
    /* Later than an answer comes, or much before the other's end. */
    phw_mac_turn t[] = {turn(DATA, 1, 2, 0), turn(ACK, NOBODY, 1, 1),
                        turn(DATA, 1, 3, 2)};
    EXPECT(t, 1, PHW_MAC_UNKNOWN, 0);
    t[1].start_s = t[0].end_s - 3e-6;
    EXPECT(t, 1, PHW_MAC_UNKNOWN, 0);
    t[1].start_s = t[0].end_s - 1e-6;
    EXPECT(t, 1, PHW_MAC_ANSWER, 2);
    /* To another than spoke; after a frame that nobody acknowledges; after one whose
     * check is wrong. */
    const phw_mac_turn other[] = {turn(DATA, 1, 2, 0), answer(ACK, NOBODY, 3, 1),
                                  turn(DATA, 3, 1, 2), turn(DATA, 3, 2, 3)};
    EXPECT(other, 1, PHW_MAC_UNKNOWN, 0);
    const phw_mac_turn group[] = {turn(DATA, 1, ALL, 0), answer(ACK, NOBODY, 1, 1),
                                  turn(BLOCK_ACK, 1, 2, 2), answer(ACK, NOBODY, 1, 3),
                                  turn(DATA, 1, 3, 4)};
    EXPECT(group, 1, PHW_MAC_UNKNOWN, 0);
    EXPECT(group, 3, PHW_MAC_UNKNOWN, 0);
    phw_mac_turn wrong[] = {turn(DATA, 1, 2, 0), answer(ACK, NOBODY, 1, 1),
                            turn(DATA, 2, 1, 2), turn(DATA, 3, 1, 3)};
    wrong[0].check = false;
    EXPECT(wrong, 1, PHW_MAC_UNKNOWN, 0);
}

Test(mac_dialogue, an_acknowledgement_is_from_its_receivers_only_partner)
{
    /* What follows counts as much as what came before; group frames do not. */
    const phw_mac_turn t[] = {turn(ACK, NOBODY, 1, 0), turn(BEACON, 1, ALL, 1),
                              turn(ACK, NOBODY, 2, 2), turn(DATA, 2, 1, 3),
                              turn(ACK, NOBODY, 4, 4)};
    EXPECT(t, 0, PHW_MAC_PARTNER, 2);
    EXPECT(t, 2, PHW_MAC_PARTNER, 1);
    EXPECT(t, 4, PHW_MAC_UNKNOWN, 0);
    /* A second one for station 1, none for station 2. */
    const phw_mac_turn two[] = {turn(ACK, NOBODY, 1, 0), turn(DATA, 3, 1, 1),
                                turn(ACK, NOBODY, 2, 2), turn(DATA, 2, 1, 3)};
    EXPECT(two, 0, PHW_MAC_UNKNOWN, 0);
    EXPECT(two, 2, PHW_MAC_PARTNER, 1);
}

Test(mac_dialogue, clear_to_send_needs_the_request_it_answers)
{
    phw_mac_turn t[] = {turn(RTS, 1, 2, 0), answer(CTS, NOBODY, 1, 1),
                        turn(CTS, NOBODY, 1, 2), turn(DATA, 1, 2, 3),
                        answer(CTS, NOBODY, 1, 4)};
    EXPECT(t, 1, PHW_MAC_ANSWER, 2);
    EXPECT(t, 2, PHW_MAC_UNKNOWN, 0);
    EXPECT(t, 4, PHW_MAC_UNKNOWN, 0);
    /* The request says with the group bit that it names a bandwidth. */
    t[0].header.transmitter[0] |= 1;
    EXPECT(t, 0, PHW_MAC_OWN, 1);
    EXPECT(t, 1, PHW_MAC_ANSWER, 2);
}

Test(mac_dialogue, a_damaged_frame_is_believed_when_a_sound_one_names_its_transmitter)
{
    phw_mac_turn t[] = {turn(DATA, 0x07, 0x70, 0), turn(DATA, 0x70, 0x07, 1),
                        turn(DATA, 0x1f, 0x07, 2), turn(ACK, NOBODY, 0x70, 3)};
    t[1].check = false;
    t[2].check = false;
    EXPECT(t, 1, PHW_MAC_CLAIMED, 0x70);
    EXPECT(t, 2, PHW_MAC_UNKNOWN, 0);
    EXPECT(t, 3, PHW_MAC_PARTNER, 0x07);
    t[3].check = false;
    EXPECT(t, 3, PHW_MAC_UNKNOWN, 0);
    t[3].has_header = false;
    EXPECT(t, 3, PHW_MAC_UNKNOWN, 0);
}

Test(mac_dialogue, a_damaged_address_is_not_believed_where_two_are_alike)
{
    /* Those of one and of two other bits: any may have become the other. */
    for (unsigned who = 0x05; who <= 0x07; who += 2) {
        phw_mac_turn t[] = {turn(DATA, 0x04, 0xf8, 0), turn(BEACON, who, ALL, 1),
                            turn(DATA, 0x04, 0xf8, 2)};
        t[2].check = false;
        EXPECT(t, 2, PHW_MAC_UNKNOWN, 0);
        t[1] = turn(BEACON, 0x33, ALL, 1);
        EXPECT(t, 2, PHW_MAC_CLAIMED, 0x04);
    }
}

Test(mac_dialogue, thousands_of_stations_are_kept_apart)
{
    enum {
        N = 20000
    };

    static phw_mac_turn t[N];
    static phw_mac_sender sender[N];
    for (size_t i = 0; i < N; ++i) {
        /* Pairs of stations of their own; every second frame is an ACK. */
        t[i] = turn(i % 2 == 0 ? DATA : ACK, i % 2 == 0 ? 2 : NOBODY,
                    i % 2 == 0 ? 1 : 2, i);
        uint8_t *own = i % 2 == 0 ? t[i].header.transmitter : t[i].header.receiver;
        own[3] = (uint8_t)(i / 2);
        own[4] = (uint8_t)(i / 512);
        if (i % 2 == 0)
            memcpy(t[i].header.receiver + 3, own + 3, 2);
    }
    cr_assert_eq(phw_mac_dialogue_senders(sender, t, N, PHW_MAC_ANSWER_S), PHW_OK);
    for (size_t i = 0; i < N; ++i) {
        const uint8_t *wanted =
            i % 2 == 0 ? t[i].header.transmitter : t[i - 1].header.receiver;
        cr_assert_eq(sender[i].evidence, i % 2 == 0 ? PHW_MAC_OWN : PHW_MAC_PARTNER);
        cr_assert_arr_eq(sender[i].address, wanted, 6, "frame %zu", i);
    }
}
