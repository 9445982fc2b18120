using System.Collections.Concurrent;
using EdgePos.Devices;
using Basket = EdgePos.Store.Basket;
using BasketState = EdgePos.Store.BasketState;

namespace EdgePos.Gateway;

/// <summary>
/// Keeps the customer displays of a register at what its basket is. It is told of every change and never waits: a display shows the
/// last thing it was given, when it can.
/// </summary>
/// <param name="displaysOf">The displays of a register; none for most.</param>
/// <param name="language">Language of the texts.</param>
internal sealed class DisplayFollower(Func<int, IEnumerable<CustomerDisplay>> displaysOf, string language)
{
    // The basket that a register's customer sees. One that is given up or sold elsewhere in the meantime is not shown.
    private readonly ConcurrentDictionary<int, Guid> _seen = new();
    private readonly ConcurrentDictionary<int, CustomerDisplay[]> _displays = new();

    /// <summary>Begins to follow.</summary>
    public void Begin(BasketDesk baskets) => baskets.Changed += Follow;

    /// <summary>A basket has changed.</summary>
    public void Follow(Basket basket)
    {
        bool goesOn = basket.State is BasketState.Open or BasketState.Paid;
        if (goesOn)
            _seen[basket.Register] = basket.Id;
        else if (!_seen.TryRemove(new(basket.Register, basket.Id)))
            return;
        foreach (var display in DisplaysOf(basket.Register))
            display.Show(DisplayText.Of(basket, language, display.Columns));
    }

    /// <summary>A register waits for its next customer.</summary>
    public void Welcome(int register)
    {
        foreach (var display in DisplaysOf(register))
            display.Show(DisplayText.Welcome(language, display.Columns));
    }

    /// <summary>A register has been closed.</summary>
    public void Close(int register)
    {
        _seen.TryRemove(register, out _);
        foreach (var display in DisplaysOf(register))
            display.Show(DisplayText.Closed(language, display.Columns));
    }

    // A box has the devices that it started with, and most scans are seen on none.
    private CustomerDisplay[] DisplaysOf(int register) => _displays.GetOrAdd(register, one => [.. displaysOf(one)]);
}
