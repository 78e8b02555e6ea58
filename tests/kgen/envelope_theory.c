#include "kgen/envelope_theory.h"

#include <math.h>

#include <criterion/criterion.h>

/* Six digits, by integration of the envelopes' conditional law with Marcum's Q. */
Test(envelope_theory, disagreement_has_the_known_digits)
{
    static const double rho[] = {0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999};
    static const double want[3][8] = {
        {0.432937, 0.352851, 0.292598, 0.208850, 0.148157, 0.093854, 0.066397,
         0.021005},
        {0.461082, 0.408565, 0.359805, 0.272854, 0.197032, 0.125264, 0.088688,
         0.028077},
        {0.472880, 0.435575, 0.400524, 0.334887, 0.265653, 0.179357, 0.128045,
         0.040577},
    };

    for (unsigned b = 1; b <= 3; ++b) {
        for (unsigned i = 0; i < 8; ++i)
            cr_expect_float_eq(phw_envelope_disagreement(rho[i], b), want[b - 1][i],
                               6e-7, "rho %g, %u bits", rho[i], b);
    }
}

Test(envelope_theory, information_has_the_known_digits)
{
    static const struct {
        double rho, bits, digit;
    } row[] = {{0.5, 0.0406, 1e-4},
               {0.9, 0.6723, 1e-4},
               {0.95, 1.0845, 1e-4},
               {0.99, 2.162, 1e-3},
               {0.999, 3.798, 1e-3}};

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; ++i)
        cr_expect_float_eq(phw_envelope_information(row[i].rho), row[i].bits,
                           row[i].digit, "rho %g: %.6f", row[i].rho,
                           phw_envelope_information(row[i].rho));
    cr_expect_float_eq(phw_envelope_information(0), 0, 1e-9);
}

Test(envelope_theory, joint_law_has_its_margins_and_independence)
{
    cr_expect_float_eq(phw_envelope_joint(0, 0.7, 1.3),
                       (1 - exp(-0.7)) * (1 - exp(-1.3)), 1e-12);
    cr_expect_float_eq(phw_envelope_joint(0.9, 0.7, 60), 1 - exp(-0.7), 1e-9);
    cr_expect_float_eq(phw_envelope_joint(0.9, 0, 1), 0, 1e-15);
    cr_expect_float_eq(phw_envelope_joint(0.99, 0.4, 1.1),
                       phw_envelope_joint(0.99, 1.1, 0.4), 1e-12);
    cr_expect_float_eq(phw_envelope_disagreement(0, 1), 0.5, 1e-12);
}

Test(envelope_theory, correlation_of_equal_ends_is_known)
{
    cr_expect_float_eq(phw_envelope_snr_correlation(100, 100), 0.990099, 5e-7);
}

Test(envelope_theory, says_nothing_outside)
{
    cr_expect(isnan(phw_envelope_disagreement(1, 1)));
    cr_expect(isnan(phw_envelope_disagreement(0.5, 0)));
    cr_expect(isnan(phw_envelope_disagreement(0.5, 5)));
    cr_expect(isnan(phw_envelope_information(-0.1)));
    cr_expect(isnan(phw_envelope_joint((double)NAN, 1, 1)));
    cr_expect(isnan(phw_envelope_joint(0.5, -1, 1)));
}
