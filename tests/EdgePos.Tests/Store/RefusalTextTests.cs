using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

public sealed class RefusalTextTests
{
    public static TheoryData<RefusalCode, string> All() => new(
        from code in Enum.GetValues<RefusalCode>() from language in Texts.Languages select (code, language));

    [Theory, MemberData(nameof(All))]
    public void Every_refusal_has_a_sentence_in_every_language(RefusalCode code, string language)
    {
        var refusal = new Refusal(code, "field", "1", "2", "3");
        string sentence = Texts.Of(refusal, language);
        Assert.NotEqual(refusal.Reason, sentence);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        if (language != "en")
            Assert.NotEqual(Texts.Of(refusal, "en"), sentence);
    }

    [Fact]
    public void A_refusal_short_of_what_its_sentence_names_is_still_told() =>
        Assert.Contains("scanned", Texts.Of(new Refusal(RefusalCode.UnknownItem, "scanned"), "en"), StringComparison.Ordinal);
}
