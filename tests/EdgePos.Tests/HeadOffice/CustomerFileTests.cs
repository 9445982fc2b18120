using EdgePos.HeadOffice;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>A file of customers is taken in whole or not at all, and says which lines are wrong.</summary>
public sealed class CustomerFileTests : IDisposable
{
    private const string Header = "number,name,group,exemption,cards,blocked,note";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sku,name\n", "the first line of")]
    [InlineData("", "the first line of")]
    [InlineData(Header + "\n1,A,,,,,\n1,B,,,,,\n", "line 3: number 1 comes twice")]
    [InlineData(Header + "\n1,A,,,C1 C1,,\n", "line 2: card C1 comes twice")]
    [InlineData(Header + "\n1,A,,,C1,,\n2,B,,,C1,,\n", "line 3: card C1 comes twice")]
    [InlineData(Header + "\n,A,,,,,\n", "line 2: '' is no number")]
    [InlineData(Header + "\n1,A,,,\n", "line 2: it has 5 fields, not 7")]
    [InlineData(Header + "\n1,\"A,,,,,\n", "line 2: a quote is not closed")]
    [InlineData(Header + "\n1, A,,,,,\n", "line 2: the name is too long, or has a space")]
    public void A_line_that_is_wrong_is_named(string text, string why)
    {
        File.WriteAllText(_folder.File("c.csv"), text);
        var wrong = Assert.Throws<InvalidDataException>(() => CustomerFile.Read(_folder.File("c.csv")));
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_may_have_commas_and_customers_may_have_cards()
    {
        File.WriteAllText(_folder.File("c.csv"), Header + "\n7,\"Ü, \"\"Jo\"\"\",gold,X-1,C1 C2,,vegan\n\n");
        var one = Assert.Single(CustomerFile.Read(_folder.File("c.csv")));
        Assert.Equal(("7", "Ü, \"Jo\"", "gold", "X-1", "vegan", "C1 C2"),
            (one.Who.Number, one.Who.Name, one.Who.Group, one.Who.Exemption, one.Who.Note, string.Join(' ', one.Cards)));
    }
}
