using System.Globalization;
using EdgePos.Store;
using EdgePos.V1;
using AmountOff = EdgePos.Store.AmountOff;
using BasketAmount = EdgePos.Store.BasketAmount;
using BasketPercent = EdgePos.Store.BasketPercent;
using BuyXGetY = EdgePos.Store.BuyXGetY;
using CheapestFree = EdgePos.Store.CheapestFree;
using Combination = EdgePos.Store.Combination;
using FixedPrice = EdgePos.Store.FixedPrice;
using ItemSelector = EdgePos.Store.ItemSelector;
using Money = EdgePos.Store.Money;
using NForM = EdgePos.Store.NForM;
using NForPrice = EdgePos.Store.NForPrice;
using PercentOff = EdgePos.Store.PercentOff;
using Promotion = EdgePos.Store.Promotion;
using Schedule = EdgePos.Store.Schedule;
using SetForPrice = EdgePos.Store.SetForPrice;
using SetPart = EdgePos.Store.SetPart;
using Threshold = EdgePos.Store.Threshold;

namespace EdgePos.Ledger;

/// <summary>Promotions as messages, and back.</summary>
public static class WirePromotions
{
    private const string Moment = "yyyy-MM-dd'T'HH:mm", Clock = "HH:mm";

    /// <summary>A promotion as a price book keeps it.</summary>
    public static V1.Promotion ToWire(this Promotion promotion)
    {
        var message = new V1.Promotion
        {
            PromotionId = promotion.Id,
            Name = promotion.Name,
            Items = ToWire(promotion.Items),
            Priority = promotion.Priority,
            Combination = (V1.Combination)(int)promotion.Combination,
            Schedule = promotion.Schedule == Schedule.Always ? null : ToWire(promotion.Schedule),
            Coupon = promotion.Coupon,
            Threshold = promotion.Threshold is { } threshold ? ToWire(threshold) : null,
            MaxTimes = promotion.MaxTimes ?? 0,
        };
        message.Groups.AddRange(promotion.Groups);
        Offer(message, promotion.Offer);
        return message;
    }

    /// <summary>The promotion of a message; a refusal names what does not read. What it means is checked elsewhere.</summary>
    public static Result<Promotion> Of(V1.Promotion message)
    {
        Refusal Bad(string field, string what) => new(RefusalCode.PriceBookRowInvalid, field, message.PromotionId, what);

        if (message.Items is null)
            return Bad("items", "it names no items");
        if (OfferOf(message) is not { } offer)
            return Bad("offer", "the offer is missing or says no amount");
        if (ScheduleOf(message.Schedule) is not { } schedule)
            return Bad("schedule", "its times do not read: YYYY-MM-DDThh:mm, hh:mm");
        if (message.Threshold?.Spend is { } spend && Of(spend) is null)
            return Bad("threshold.spend", "its currency does not read");
        return new Promotion
        {
            Id = message.PromotionId,
            Name = message.Name,
            Items = Of(message.Items),
            Priority = message.Priority,
            Combination = message.Combination == V1.Combination.Unspecified ? Combination.Exclusive : (Combination)(int)message.Combination,
            Schedule = schedule,
            Groups = [.. message.Groups],
            Coupon = message.Coupon,
            Threshold = message.Threshold is { } threshold
                ? new Threshold(Of(threshold.Spend), threshold.Pieces, threshold.In is { } among ? Of(among) : null) : null,
            MaxTimes = message.MaxTimes == 0 ? null : message.MaxTimes,
            Offer = offer,
        };
    }

    private static void Offer(V1.Promotion message, Offer offer)
    {
        switch (offer)
        {
            case PercentOff one:
                message.PercentOff = new() { PercentPpm = one.Off.Ppm };
                break;
            case AmountOff one:
                message.AmountOff = new() { Off = one.Off.ToWire() };
                break;
            case FixedPrice one:
                message.FixedPrice = new() { Price = one.Price.ToWire() };
                break;
            case NForPrice one:
                message.NForPrice = new() { Pieces = one.Pieces, Price = one.Price.ToWire() };
                break;
            case NForM one:
                message.NForM = new() { Pieces = one.Pieces, Paid = one.Paid };
                break;
            case BuyXGetY one:
                message.BuyXGetY = new()
                {
                    Buy = one.Buy,
                    Get = one.Get,
                    PercentPpm = one.Off.Ppm,
                    From = one.From is { } from ? ToWire(from) : null,
                };
                break;
            case SetForPrice one:
                message.SetForPrice = new() { Pieces = one.Pieces, Price = one.Price.ToWire() };
                message.SetForPrice.Others.AddRange(
                    one.Others.Select(part => new V1.SetPart { Pieces = part.Pieces, From = ToWire(part.From) }));
                break;
            case CheapestFree one:
                message.CheapestFree = new() { Pieces = one.Pieces, Free = one.Free };
                break;
            case BasketPercent one:
                message.BasketPercent = new() { PercentPpm = one.Off.Ppm };
                break;
            case BasketAmount one:
                message.BasketAmount = new() { Off = one.Off.ToWire() };
                break;
        }
    }

    private static Offer? OfferOf(V1.Promotion message) => message.OfferCase switch
    {
        V1.Promotion.OfferOneofCase.PercentOff => new PercentOff(new(message.PercentOff.PercentPpm)),
        V1.Promotion.OfferOneofCase.AmountOff => Of(message.AmountOff.Off) is { } off ? new AmountOff(off) : null,
        V1.Promotion.OfferOneofCase.FixedPrice => Of(message.FixedPrice.Price) is { } price ? new FixedPrice(price) : null,
        V1.Promotion.OfferOneofCase.NForPrice =>
            Of(message.NForPrice.Price) is { } price ? new NForPrice(message.NForPrice.Pieces, price) : null,
        V1.Promotion.OfferOneofCase.NForM => new NForM(message.NForM.Pieces, message.NForM.Paid),
        V1.Promotion.OfferOneofCase.BuyXGetY => new BuyXGetY(message.BuyXGetY.Buy, message.BuyXGetY.Get,
            new(message.BuyXGetY.PercentPpm), message.BuyXGetY.From is { } from ? Of(from) : null),
        V1.Promotion.OfferOneofCase.SetForPrice => Of(message.SetForPrice.Price) is { } price
            && message.SetForPrice.Others.All(part => part.From is not null)
            ? new SetForPrice(message.SetForPrice.Pieces,
                [.. message.SetForPrice.Others.Select(part => new SetPart(part.Pieces, Of(part.From)))], price)
            : null,
        V1.Promotion.OfferOneofCase.CheapestFree => new CheapestFree(message.CheapestFree.Pieces, message.CheapestFree.Free),
        V1.Promotion.OfferOneofCase.BasketPercent => new BasketPercent(new(message.BasketPercent.PercentPpm)),
        V1.Promotion.OfferOneofCase.BasketAmount => Of(message.BasketAmount.Off) is { } off ? new BasketAmount(off) : null,
        V1.Promotion.OfferOneofCase.None => null,
    };

    private static Money? Of(V1.Money? money) =>
        Currency.TryParse(money?.Currency, out var currency) ? new Money(money!.Minor, currency) : null;

    private static V1.ItemSelector ToWire(ItemSelector items)
    {
        var message = new V1.ItemSelector { Everything = items.Reach == Reach.Everything };
        message.Skus.AddRange(items.Skus);
        message.Departments.AddRange(items.Departments);
        message.Tags.AddRange(items.Tags);
        message.ExceptSkus.AddRange(items.ExceptSkus);
        message.ExceptDepartments.AddRange(items.ExceptDepartments);
        message.ExceptTags.AddRange(items.ExceptTags);
        return message;
    }

    private static ItemSelector Of(V1.ItemSelector message) => new()
    {
        Reach = message.Everything ? Reach.Everything : Reach.Named,
        Skus = [.. message.Skus],
        Departments = [.. message.Departments],
        Tags = [.. message.Tags],
        ExceptSkus = [.. message.ExceptSkus],
        ExceptDepartments = [.. message.ExceptDepartments],
        ExceptTags = [.. message.ExceptTags],
    };

    private static V1.Threshold ToWire(Threshold threshold) => new()
    {
        Spend = threshold.Spend?.ToWire(),
        Pieces = threshold.Pieces,
        In = threshold.In is { } among ? ToWire(among) : null,
    };

    private static V1.Schedule ToWire(Schedule schedule) => new()
    {
        From = schedule.From?.ToString(Moment, CultureInfo.InvariantCulture) ?? "",
        Until = schedule.Until?.ToString(Moment, CultureInfo.InvariantCulture) ?? "",
        Days = schedule.Days == Weekdays.All ? 0 : (int)schedule.Days,
        HoursFrom = schedule.Hours?.From.ToString(Clock, CultureInfo.InvariantCulture) ?? "",
        HoursTo = schedule.Hours?.To.ToString(Clock, CultureInfo.InvariantCulture) ?? "",
    };

    private static Schedule? ScheduleOf(V1.Schedule? message)
    {
        if (message is null)
            return Schedule.Always;
        if (!TryMoment(message.From, out var from) || !TryMoment(message.Until, out var until)
            || !TryClock(message.HoursFrom, out var opens) || !TryClock(message.HoursTo, out var closes) || opens is null != closes is null)
            return null;
        return new Schedule
        {
            From = from,
            Until = until,
            Days = message.Days == 0 ? Weekdays.All : (Weekdays)message.Days,
            Hours = opens is { } first && closes is { } last ? new Hours(first, last) : null,
        };
    }

    private static bool TryMoment(string text, out DateTime? moment)
    {
        bool reads = DateTime.TryParseExact(text, Moment, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        moment = reads ? parsed : null;
        return reads || text.Length == 0;
    }

    private static bool TryClock(string text, out TimeOnly? clock)
    {
        bool reads = TimeOnly.TryParseExact(text, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        clock = reads ? parsed : null;
        return reads || text.Length == 0;
    }
}
