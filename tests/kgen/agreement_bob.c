#include "kgen/agreement_bob.h"

#include <criterion/criterion.h>

Test(agreement_bob, has_a_rule_for_each_of_its_states_and_no_pair_twice)
{
    bool seen[PHW_N_AGREEMENT_STATES] = {false};
    size_t n = 0;
    const phw_agreement_rule *rule = phw_agreement_bob(&n);
    for (size_t i = 0; i < n; ++i) {
        cr_expect_geq(rule[i].state, PHW_BOB_HELLO);
        cr_expect_leq(rule[i].state, PHW_BOB_CONFIRM);
        cr_expect_not_null(rule[i].handle);
        seen[rule[i].state] = true;
        for (size_t j = 0; j < i; ++j)
            cr_expect(rule[i].state != rule[j].state || rule[i].kind != rule[j].kind);
    }
    for (int state = PHW_BOB_HELLO; state <= PHW_BOB_CONFIRM; ++state)
        cr_expect(seen[state], "state %d", state);
}

/* ABORT is taken in every state by the machine itself. */
Test(agreement_bob, leaves_aborts_to_the_machine)
{
    size_t n = 0;
    const phw_agreement_rule *rule = phw_agreement_bob(&n);
    for (size_t i = 0; i < n; ++i)
        cr_expect_neq(rule[i].kind, PHW_MESSAGE_ABORT);
}
