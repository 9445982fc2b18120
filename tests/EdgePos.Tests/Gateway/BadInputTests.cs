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
        var (call, spoiled) = (BadInputShop.Calls[name], new HashSet<string>());
        foreach (var prepare in BadInputRequests.Of[name])
            spoiled.UnionWith(await new BadInputRun(shop, call, prepare).RunAsync());
        Assert.Empty(BadInputs.PathsOf(call.InputType).Except(spoiled));
    }
}

/// <summary>The same for price books, in a shop of their own: each that is good becomes the shop's.</summary>
public sealed class BadInputImportTests(BadInputShop shop) : IClassFixture<BadInputShop>
{
    [Fact]
    public async Task Whatever_a_row_holds_the_answer_is_clear_and_the_price_book_stays_whole()
    {
        var (call, spoiled) = (BadInputShop.Calls[BadInputTests.Import], new HashSet<string>());
        foreach (var prepare in BadInputPriceBooks.Requests)
            spoiled.UnionWith(await new BadInputRun(shop, call, prepare).RunAsync());
        Assert.Empty(BadInputs.PathsOf(call.InputType).Except(spoiled));
    }
}
