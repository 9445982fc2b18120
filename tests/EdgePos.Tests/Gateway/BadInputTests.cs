using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>
/// Every field of every call at its limits and beyond: the answer is good, or a refusal that a register can go by. The calls and
/// their fields come from the protos, so none is forgotten.
/// </summary>
public sealed class BadInputTests(BadInputShop shop) : IClassFixture<BadInputShop>
{
    public const string Import = "PriceBook.Import";

    public static TheoryData<string> Names() => new(BadInputShop.Calls.Keys.Where(name => name != Import));

    [Fact]
    public void Every_call_has_a_good_request() => Assert.Equal(BadInputShop.Calls.Keys.Order(), BadInputRequests.Of.Keys.Order());

    [Theory, MemberData(nameof(Names))]
    public async Task Whatever_a_field_holds_the_answer_is_clear_and_the_books_stay_whole(string name)
    {
        foreach (var prepare in BadInputRequests.Of[name])
            await new BadInputRun(shop, BadInputShop.Calls[name], prepare).RunAsync();
    }
}

/// <summary>The same for price books, in a shop of their own: each that is good becomes the shop's.</summary>
public sealed class BadInputImportTests(BadInputShop shop) : IClassFixture<BadInputShop>
{
    public static TheoryData<int> Imports() => new(Enumerable.Range(0, BadInputPriceBooks.Requests.Length));

    [Theory, MemberData(nameof(Imports))]
    public Task Whatever_a_row_holds_the_answer_is_clear_and_the_price_book_stays_whole(int import) => new BadInputRun(
        shop, BadInputShop.Calls[BadInputTests.Import], BadInputPriceBooks.Requests[import]).RunAsync();
}
