using EdgePos.V1;

namespace EdgePos.Tests;

/// <summary>A sale as a register was told of it.</summary>
internal sealed record AnsweredSale(string BasketId, Receipt Receipt);
