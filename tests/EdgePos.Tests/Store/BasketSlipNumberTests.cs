using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>Numbers of the slips of baskets.</summary>
public sealed class BasketSlipNumberTests
{
    [Fact]
    public void A_number_reads_as_it_was_written_and_is_no_receipt_and_no_till_slip()
    {
        // All digits, as a receipt of store B would have: the register's number would be far too long.
        var number = new BasketSlipNumber(new Guid("01930450-7140-7000-8000-000000000001"), 12);
        Assert.Equal("B-01930450714070008000000000000001-12", number.ToString());
        Assert.True(BasketSlipNumber.TryParse(number.ToString(), out var read));
        Assert.Equal(number, read);
        Assert.False(ReceiptNumber.TryParse(number.ToString(), out _));
        Assert.False(SlipNumber.TryParse(number.ToString(), out _));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("B-1-1"), InlineData("B-3-T1"), InlineData("B-01930450714070008000000000000001")]
    public void What_is_none_is_none(string? text) => Assert.False(BasketSlipNumber.TryParse(text, out _));
}
