using EdgePos.Gateway;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What head office tells of customers is taken whole or refused with a reason.</summary>
public sealed class CustomerBookTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string, CustomersRow[]> Wrong() => new()
    {
        { "row 1: this is no card", [Card("", "1")] },
        { "row 1: this is no number of a customer", [Of(new() { Number = " 1" })] },
        { "row 1: its group is too long", [Of(new() { Number = "1", Group = new string('g', 41) })] },
        { "row 1: its name is too long", [Of(new() { Number = "1", Name = new string('n', 101) })] },
        { "row 1: its words are too long", [Of(new() { Number = "1", Note = "a\nb" })] },
        { "row 1: so many points nobody has", [Of(new() { Number = "1", Points = long.MinValue })] },
        { "row 2: it is not in order", [Of(new() { Number = "2" }), Of(new() { Number = "1" })] },
        { "row 2: it is not in order", [Of(new() { Number = "1" }), Of(new() { Number = "1" })] },
        { "row 1: this is no programme", [new() { Programme = new() { EarnMinor = -1 } }] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Wrong))]
    public void A_row_that_is_wrong_is_named(string why, CustomersRow[] rows) =>
        Assert.Equal(why, new CustomerBook(() => null).Prepare(new(), Content(rows)));

    [Fact]
    public void A_row_of_a_newer_program_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new CustomerBook(() => null).Prepare(new(), Content([new()])));

    [Fact]
    public void Each_of_many_is_found_by_number_card_and_name()
    {
        var numbers = Enumerable.Range(1, 2_000).Select(n => $"{n}").Order(StringComparer.Ordinal).ToList();
        string file = Content([.. numbers.Select(n => Card($"C{n}", n)),
            .. numbers.Select(n => Of(new() { Number = n, Name = $"Person {n} é" })), new() { Programme = new() { EarnMinor = 1 } }]);
        var book = new CustomerBook(() => (new Manifest(), file));
        Assert.Null(book.MakeCurrent(new(), file));
        var anew = new CustomerBook(() => (new Manifest(), file)); // as after a start
        foreach (string number in numbers)
        {
            Assert.Equal(number, book.Find(number)?.Number);
            Assert.Equal(number, anew.OfCard($"C{number}")?.Number);
        }

        Assert.Null(book.Find("2001"));
        Assert.Null(book.Find("customer"));
        Assert.Null(book.OfCard("1"));
        Assert.Equal(["1999"], book.WithName("person 1999 É", 20).Select(one => one.Number));
        Assert.Equal(20, book.WithName("PERSON", 20).Count);
        Assert.Equal(1, anew.Programme?.EarnMinor);
    }

    private static CustomersRow Card(string card, string customer) => new() { Card = new() { Card = card, Customer = customer } };

    private static CustomersRow Of(Customer customer) => new() { Customer = customer };

    private string Content(IEnumerable<CustomersRow> rows)
    {
        string path = _folder.File(Path.GetRandomFileName());
        using var file = File.Create(path);
        foreach (var row in rows)
            DatasetRows.Write(file, row.ToByteArray());
        return path;
    }
}
