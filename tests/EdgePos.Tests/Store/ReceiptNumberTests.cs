using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

public sealed class ReceiptNumberTests
{
    [Fact]
    public void It_reads_what_it_prints() =>
        Assert.True(ReceiptNumber.TryParse("S1-12-345", out var number) && number == new ReceiptNumber("S1", 12, 345));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S1-12")]
    [InlineData("S1-12-0")]
    [InlineData("S1-12--1")]
    [InlineData("S1-0-1")]
    [InlineData("S1-10000-1")]
    [InlineData("S 1-1-1")]
    [InlineData("S1-1-99999999999999999999")]
    public void Anything_else_is_none(string? text) => Assert.False(ReceiptNumber.TryParse(text, out _));
}
