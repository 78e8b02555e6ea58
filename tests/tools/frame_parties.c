#include "tools/frame_parties.h"

#include <criterion/criterion.h>

/* Frames of the senders that the letters name; '-' is nobody's. */
static phw_frames frames_of(const char *letters, phw_mac_sender *sender)
{
    phw_frames f = {.sender = sender};
    for (; letters[f.n] != '\0'; ++f.n) {
        sender[f.n] = (phw_mac_sender){.evidence = PHW_MAC_UNKNOWN};
        if (letters[f.n] == '-')
            continue;
        sender[f.n].evidence = PHW_MAC_OWN;
        sender[f.n].address[0] = 2;
        sender[f.n].address[5] = (uint8_t)letters[f.n];
    }
    return f;
}

Test(frame_parties, come_in_the_order_of_their_first_frames_the_unknown_last)
{
    phw_mac_sender sender[8];
    const phw_frames f = frames_of("-cab-cac", sender);
    const char *const name[] = {"02:00:00:00:00:63", "02:00:00:00:00:61",
                                "02:00:00:00:00:62", "tx0"};
    const size_t n[] = {3, 2, 1, 2};
    const size_t of[] = {3, 0, 1, 2, 3, 0, 1, 0};
    phw_frame_parties p = {.n = 0};
    cr_assert_eq(phw_frame_parties_make(&p, &f, true), PHW_OK);
    cr_assert_eq(p.n, 4);
    for (size_t k = 0; k < 4; ++k) {
        cr_expect_str_eq(p.party[k].name, name[k]);
        cr_expect_eq(p.party[k].known, k < 3);
        cr_assert_eq(p.party[k].n_frames, n[k]);
        for (size_t i = 0; i < n[k]; ++i) {
            cr_expect_eq(p.of[p.party[k].frame[i]], k);
            cr_expect(i == 0 || p.party[k].frame[i] > p.party[k].frame[i - 1]);
        }
    }
    cr_expect_arr_eq(p.of, of, sizeof of);
    phw_frame_parties_free(&p);
}

Test(frame_parties, are_one_when_nobody_is_told_apart)
{
    phw_mac_sender sender[4];
    const phw_frames f = frames_of("ab-a", sender);
    const phw_frames none = {.n = 0};
    phw_frame_parties p = {.n = 0};
    cr_assert_eq(phw_frame_parties_make(&p, &f, false), PHW_OK);
    cr_assert_eq(p.n, 1);
    cr_expect_str_eq(p.party[0].name, PHW_FRAME_PARTY_UNKNOWN);
    cr_expect_eq(p.party[0].n_frames, 4);
    phw_frame_parties_free(&p);
    cr_assert_eq(phw_frame_parties_make(&p, &none, true), PHW_OK);
    cr_expect_eq(p.n, 0);
    phw_frame_parties_free(&p);
}
