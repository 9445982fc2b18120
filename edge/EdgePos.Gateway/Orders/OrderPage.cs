using System.Globalization;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>A place among the orders to do. It holds also where the order that it names is done meanwhile.</summary>
/// <param name="EndUs">Until when that one is collected, microseconds.</param>
/// <param name="Number">Its number; empty: the place before all.</param>
internal readonly record struct OrderPage(long EndUs, string Number)
{
    /// <summary>The place behind an order.</summary>
    public static OrderPage After(Order order) => new(OrderShowing.EndOf(order), order.Order_.Number);

    /// <summary>Reads what <see cref="ToString"/> gave; of nothing the place before all.</summary>
    public static Result<OrderPage> Of(string page) => page.Length == 0 ? new OrderPage(0, "")
        : page.Split(':', 2) is [var end, var number] && OrderRules.IsNumber(number)
            && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out long us) ? new OrderPage(us, number)
        : new Refusal(RefusalCode.FieldInvalid, "page", "page must be what the answer before gave");

    /// <summary>True where an order comes behind it.</summary>
    public bool IsBefore(Order order)
    {
        long end = OrderShowing.EndOf(order);
        return end > EndUs || (end == EndUs && string.CompareOrdinal(order.Order_.Number, Number) > 0);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EndUs}:{Number}");
}
