#include "kgen/assessments.h"

#include "core/param.h"

#define STANDARD "NIST SP 800-90B (2018), section "
#define BESIDE   "counted, and beside it "

static const phw_assessment_entry entries[PHW_N_ASSESSMENT_KINDS] = {
    [PHW_ASSESS_COUNTED] = {"counted", "the least of mcv, markov and lag",
                            "NIST SP 800-90B (2018), 6.3.1 and 6.3.3; autocorrelation"},
    [PHW_ASSESS_GAUSSIAN] = {"gaussian",
                             "the lesser of lag and an autoregressive Gaussian model",
                             "Burg 1975; Dodis et al., SIAM J. Comput. 38(1), 2008"},
    [PHW_ASSESS_COLLISION] = {"collision",
                              "collision entropy of one-bit symbols, less what the "
                              "transform says of their dependence",
                              "Bennett, Brassard, Crepeau and Maurer, IEEE Trans. IT "
                              "41(6), 1995"},
    [PHW_ASSESS_SP80090B] = {"sp80090b", BESIDE "all ten estimators of the standard",
                             STANDARD "6.3"},
    [PHW_ASSESS_MCV] = {"mcv", "counted, which has it", STANDARD "6.3.1"},
    [PHW_ASSESS_MARKOV] = {"markov", "counted, which has it", STANDARD "6.3.3"},
    [PHW_ASSESS_LAG] = {"lag", "counted, which has it", "autocorrelation"},
    [PHW_ASSESS_90B_COLLISION] = {"90b-collision",
                                  BESIDE "the time until two bits are equal",
                                  STANDARD "6.3.2"},
    [PHW_ASSESS_90B_COMPRESSION] = {"90b-compression",
                                    BESIDE "the distances between equal blocks",
                                    STANDARD "6.3.4"},
    [PHW_ASSESS_90B_T_TUPLE] = {"90b-t-tuple", BESIDE "the most common strings",
                                STANDARD "6.3.5"},
    [PHW_ASSESS_90B_LRS] = {"90b-lrs", BESIDE "the long strings that come twice",
                            STANDARD "6.3.6"},
    [PHW_ASSESS_90B_MULTI_MCW] = {"90b-multi-mcw",
                                  BESIDE "the most common symbol of late",
                                  STANDARD "6.3.7"},
    [PHW_ASSESS_90B_LAG] = {"90b-lag", BESIDE "the symbol 1 to 128 steps back",
                            STANDARD "6.3.8"},
    [PHW_ASSESS_90B_MULTI_MMC] = {"90b-multi-mmc",
                                  BESIDE "what followed the last 1 to 16 symbols",
                                  STANDARD "6.3.9"},
    [PHW_ASSESS_90B_LZ78Y] = {"90b-lz78y", BESIDE "what followed strings seen before",
                              STANDARD "6.3.10"},
};

const phw_assessment_entry *phw_assessment_at(size_t kind)
{
    return kind < PHW_N_ASSESSMENT_KINDS ? &entries[kind] : NULL;
}

phw_status phw_assessment_find(phw_assessment_kind *out, const char *name)
{
    const char *names[PHW_N_ASSESSMENT_KINDS + 1] = {0};
    for (size_t i = 0; i < PHW_N_ASSESSMENT_KINDS; ++i)
        names[i] = entries[i].name;
    const phw_param choice = {.name = "entropy", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = (phw_assessment_kind)index;
    return PHW_OK;
}
