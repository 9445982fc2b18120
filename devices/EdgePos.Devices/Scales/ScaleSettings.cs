namespace EdgePos.Devices;

/// <summary>How a scale is used.</summary>
/// <param name="MinimumGrams">Less is not sold by weight. 40 g is twenty steps of 2 g, the least that a trade scale of class III may
/// be used for (OIML R 76-1, table 3); see Min on the scale's plate.</param>
/// <param name="MaximumGrams">More is not sold by weight; 0: the scale itself says when it is too much.</param>
/// <param name="NearZeroGrams">So little counts as empty.</param>
/// <param name="DeltaGrams">Goods count as others than those weighed before when they differ by so much, without the scale having
/// been empty in between.</param>
/// <param name="SettleWithinMs">How long a weighing waits for rest, milliseconds.</param>
/// <param name="AnswerWithinMs">How long the scale may take for an answer, milliseconds.</param>
/// <param name="LookEveryMs">Between two looks while somebody watches, milliseconds; no less than 200.</param>
/// <param name="Dialog06Key">The generator polynomial of Checkout-Dialog 06, as the scale's maker gives it to approved
/// programs, with its highest term, e.g. 0x11021; null: none.</param>
public sealed record ScaleSettings(
    long MinimumGrams = 40,
    long MaximumGrams = 0,
    long NearZeroGrams = 4,
    long DeltaGrams = 20,
    int SettleWithinMs = 3000,
    int AnswerWithinMs = 1000,
    int LookEveryMs = 250,
    int? Dialog06Key = null)
{
    internal TimeSpan SettleWithin => TimeSpan.FromMilliseconds(SettleWithinMs);

    internal TimeSpan AnswerWithin => TimeSpan.FromMilliseconds(Math.Max(100, AnswerWithinMs));

    internal TimeSpan LookEvery => TimeSpan.FromMilliseconds(Math.Max(200, LookEveryMs));
}
