using EdgePos.Ledger;
using EdgePos.Store;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>A check of a ledger knows the answer to each kind of entry that is answered: else one such command makes it unsound.</summary>
public sealed class AnswerCheckTests
{
    public static TheoryData<string> Kinds() => new(FactKinds.Answered);

    [Theory, MemberData(nameof(Kinds))]
    public void The_answer_to_each_kind_is_known(string kind)
    {
        var header = new EntryHeader(1, 1, 2, kind, 1, "");
        var fact = FactKinds.Read(kind, []);
        try
        {
            Assert.NotNull(AnswerCheck.AnswerOf(header, fact).Answer);
        }
        catch (Exception lacking) when (lacking is NullReferenceException or FormatException or ArgumentException or OverflowException)
        {
            // It has an answer, which an empty fact is too little for.
        }
    }
}
