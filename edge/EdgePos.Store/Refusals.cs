namespace EdgePos.Store;

/// <summary>
/// All that the rules of a store may refuse, those about a request before those about its meaning.
/// The names, in capitals with underscores, are the stable codes that registers see.
/// </summary>
public enum RefusalCode
{
    /// <summary>The request lacks a field, or the field does not read as what it must be.</summary>
    FieldInvalid,

    /// <summary>The same command id was used before with other content.</summary>
    CommandIdReused,

    /// <summary>Somebody with the right to must allow it: the refusal says what, and from where on.</summary>
    ApprovalNeeded,

    /// <summary>Whoever allowed it is not known, or the secret is wrong.</summary>
    ApprovalWrong,

    /// <summary>The register calls more often than it may: the same command again, a moment later.</summary>
    TooManyCalls,

    /// <summary>The register is of a kind that never does this, whoever stands at it.</summary>
    NotAtThisRegister,

    /// <summary>Somebody must be signed in at the register.</summary>
    SignInNeeded,

    /// <summary>Who is signed in may not do this.</summary>
    NotAllowed,

    /// <summary>Nobody has that number or badge with that PIN.</summary>
    SignInWrong,

    /// <summary>Too many wrong PINs: it has to be waited for.</summary>
    SignInWait,

    /// <summary>The employee may not sign in.</summary>
    EmployeeBlocked,

    /// <summary>The PIN was only given to begin with: another one is chosen first.</summary>
    PinChangeNeeded,

    /// <summary>The PIN is one that is guessed first.</summary>
    PinTooSimple,

    /// <summary>There is no such employee.</summary>
    EmployeeUnknown,

    /// <summary>The time clock was told otherwise before.</summary>
    ClockedAlready,

    /// <summary>No command waits for that approval, or not any more.</summary>
    ApprovalNotAsked,

    /// <summary>Whoever allowed it may not allow this.</summary>
    ApprovalNotYours,

    /// <summary>Nobody allows their own act.</summary>
    OwnApproval,

    /// <summary>Whoever calls is no register of this box, or none any more: it has to be paired.</summary>
    RegisterUnknown,

    /// <summary>Nothing came of a pairing: the code is wrong, used or past its time. Which of them is not told.</summary>
    PairingRefused,

    /// <summary>No register of this number belongs to the box.</summary>
    RegisterNotPaired,

    /// <summary>There is no such basket.</summary>
    BasketNotFound,

    /// <summary>There is no such receipt in this store.</summary>
    ReceiptNotFound,

    /// <summary>The receipt holds no customer's details, or none any more.</summary>
    NoCustomer,

    /// <summary>No receipt holds details of this customer, or none any more.</summary>
    NoCustomerDetails,

    /// <summary>The store has as many open baskets as it may have.</summary>
    TooManyBaskets,

    /// <summary>The basket is a sale, or was given up.</summary>
    BasketClosed,

    /// <summary>The basket is put aside: it has to be taken up first.</summary>
    BasketSuspended,

    /// <summary>The basket is not put aside.</summary>
    BasketNotSuspended,

    /// <summary>Something was paid already: it has to be handed back first.</summary>
    BasketHasTenders,

    /// <summary>The store has as many baskets put aside as it may have.</summary>
    TooManySuspended,

    /// <summary>The basket is being completed by another call.</summary>
    BasketBusy,

    /// <summary>The basket is not as the register knows it: another one has changed it.</summary>
    BasketChanged,

    /// <summary>The basket is paid: its lines can no longer change.</summary>
    BasketPaid,

    /// <summary>The basket holds as many lines as it may hold.</summary>
    BasketFull,

    /// <summary>What was scanned has the form of a GTIN and a wrong check digit: scan again.</summary>
    CheckDigitWrong,

    /// <summary>The code is cut off, or what it says makes no sense.</summary>
    CodeUnreadable,

    /// <summary>The code is on a receipt, a card, a coupon or a badge, not on something to sell.</summary>
    NotAnItem,

    /// <summary>The code says that the goods were to be sold before today.</summary>
    PastSellBy,

    /// <summary>No item has this code.</summary>
    UnknownItem,

    /// <summary>The item is known and is not sold.</summary>
    NotForSale,

    /// <summary>The item is known and has no price.</summary>
    PriceMissing,

    /// <summary>The price of this item is typed.</summary>
    PriceNeeded,

    /// <summary>The price of this item stands in the price book: it cannot be typed.</summary>
    PriceNotOpen,

    /// <summary>The price is not greater than zero, or beyond what an item may cost.</summary>
    PriceOutOfRange,

    /// <summary>Each piece of this item is sold with its serial number.</summary>
    SerialNeeded,

    /// <summary>The buyer must be of an age: somebody has to look.</summary>
    AgeCheckNeeded,

    /// <summary>There is no such line, or it is void.</summary>
    LineNotFound,

    /// <summary>A deposit goes with its line: void that one.</summary>
    DepositFollows,

    /// <summary>Nothing may come off this line.</summary>
    NoDiscountAllowed,

    /// <summary>The discount is not greater than zero, or more than there is to pay.</summary>
    DiscountOutOfRange,

    /// <summary>The coupon is in the basket already.</summary>
    CouponTwice,

    /// <summary>A basket takes no more coupons.</summary>
    TooManyCoupons,

    /// <summary>The coupon is not in the basket.</summary>
    CouponNotThere,

    /// <summary>The coupon was used in another sale of this store.</summary>
    CouponUsed,

    /// <summary>More would come back of this line than is left of it.</summary>
    ReturnedAlready,

    /// <summary>The receipt is of another store, and head office has it not: it was never written, or its store is behind.</summary>
    ReceiptNotAtHeadOffice,

    /// <summary>The receipt is of another store, and head office cannot be asked about it now.</summary>
    ReceiptElsewhereUnreachable,

    /// <summary>The same, in a store that takes such goods back without a receipt: they can be scanned.</summary>
    ReceiptElsewhereUnasked,

    /// <summary>The receipt is of another store, in another currency or with tax reckoned another way.</summary>
    ReceiptElsewhereDiffers,

    /// <summary>The time is over for which head office held what comes back.</summary>
    ReturnHoldOver,

    /// <summary>The sale cannot be undone as a whole: something came back in it, or a voucher was worth more than it.</summary>
    VoidImpossible,

    /// <summary>What comes back was sold without tax and the basket is with it, or the other way round.</summary>
    ExemptionDiffers,

    /// <summary>The quantity is not between one thousandth and the most a line may hold.</summary>
    QuantityOutOfRange,

    /// <summary>Items sold by piece take whole pieces.</summary>
    QuantityNotWhole,

    /// <summary>The code on the goods says how much it is or what it costs; a quantity cannot be given too, or changed.</summary>
    QuantityFixed,

    /// <summary>The code on the goods measures them in another unit than the price book sells them by.</summary>
    LabelDoesNotFit,

    /// <summary>This very piece, by its serial number, is in the basket already.</summary>
    SerialTwice,

    /// <summary>The sum is larger than a sale may be.</summary>
    AmountTooLarge,

    /// <summary>The basket has nothing to sell.</summary>
    BasketEmpty,

    /// <summary>The tender is not greater than zero, or beyond what a till takes.</summary>
    TenderOutOfRange,

    /// <summary>There is no such tender, or it was taken back.</summary>
    TenderNotFound,

    /// <summary>More than is due, in a kind of tender that gives no change.</summary>
    TenderTooMuch,

    /// <summary>The store does not take this.</summary>
    TenderNotTaken,

    /// <summary>The box's terminal charged this: it is taken back by a reversal at the terminal.</summary>
    TenderNeedsReversal,

    /// <summary>A card payment of this basket runs, or nobody knows its end: until then nothing else is done with it.</summary>
    PaymentOpen,

    /// <summary>There is no such payment.</summary>
    PaymentNotFound,

    /// <summary>What became of the payment is known, or it belongs to a sale: this cannot be done with it.</summary>
    PaymentSettled,

    /// <summary>The box has no card terminal.</summary>
    NoTerminal,

    /// <summary>The card terminal is at another payment.</summary>
    TerminalBusy,

    /// <summary>The card terminal does not answer, and it is not known how an earlier payment ended.</summary>
    TerminalDown,

    /// <summary>The voucher was taken before.</summary>
    VoucherUsed,

    /// <summary>A gift card is sold with its number.</summary>
    GiftCardNeeded,

    /// <summary>The gift card is in this basket already: it is loaded once, and does not pay for itself.</summary>
    GiftCardTwice,

    /// <summary>The store has issued no gift card of this number.</summary>
    GiftCardUnknown,

    /// <summary>There is less on the gift card than was to be paid with it.</summary>
    GiftCardTooLow,

    /// <summary>What was put on the gift card is not there any more: it was spent.</summary>
    GiftCardSpent,

    /// <summary>More would be on the gift card than may be on one.</summary>
    GiftCardFull,

    /// <summary>Gift cards are not paid with gift cards.</summary>
    GiftCardForGiftCard,

    /// <summary>A gift card comes back with its receipt only.</summary>
    GiftCardNeedsReceipt,

    /// <summary>No customer of the chain has this card.</summary>
    CustomerUnknown,

    /// <summary>Nothing is sold on the number of this customer: the refusal says why.</summary>
    CustomerBlocked,

    /// <summary>Points are those of a customer: the basket has to be for one.</summary>
    PointsNeedCustomer,

    /// <summary>The customer has fewer points than are to pay.</summary>
    PointsShort,

    /// <summary>The tender is in another currency than the store's.</summary>
    CurrencyMismatch,

    /// <summary>Something is still to be paid.</summary>
    NotPaid,

    /// <summary>The till of this register is open.</summary>
    TillAlreadyOpen,

    /// <summary>The till of this register is closed: it must be opened first.</summary>
    TillClosed,

    /// <summary>The business date is before that of the till's last session, or after tomorrow.</summary>
    BusinessDateOutOfRange,

    /// <summary>Less cash than makes sense here, or more than a till holds.</summary>
    CashOutOfRange,

    /// <summary>The count differs from what should be in the drawer by more than the store allows, and nobody says why.</summary>
    DifferenceUnexplained,

    /// <summary>The register has no Z report of that number.</summary>
    ZReportNotFound,

    /// <summary>There is less in stock than is wanted, and this store does not sell what it has not.</summary>
    OutOfStock,

    /// <summary>There is no such reservation, or it has ended.</summary>
    ReservationNotFound,

    /// <summary>There is no such count, or it has ended.</summary>
    StockCountNotFound,

    /// <summary>The item is being counted already.</summary>
    StockCountOpen,

    /// <summary>A row of a price book is at fault; the import is refused whole.</summary>
    PriceBookRowInvalid,

    /// <summary>There is no such version of the price book on the shelf.</summary>
    PriceBookVersionNotFound,

    /// <summary>Another version became current while items were laid over the one before.</summary>
    PriceBookChanged,

    /// <summary>Whoever sent a price book stopped in the middle.</summary>
    PriceBookStalled,

    /// <summary>There is no print job of that number that waits for a decision.</summary>
    PrintJobNotFound,

    /// <summary>The store has no receipt printer.</summary>
    NoPrinter,

    /// <summary>The box has no device of that name.</summary>
    DeviceNotFound,

    /// <summary>Another register has the device.</summary>
    DeviceClaimed,

    /// <summary>The device cannot be reached, or did not answer.</summary>
    DeviceUnavailable,

    /// <summary>The store was never told of such an order, or is told of it no longer.</summary>
    OrderNotFound,

    /// <summary>Head office has cancelled the order, or tells of it no longer: goods that wait for it are to be put back.</summary>
    OrderCancelled,

    /// <summary>The order was prepared before.</summary>
    OrderPreparedAlready,

    /// <summary>The order is not prepared yet.</summary>
    OrderNotPrepared,

    /// <summary>The order was handed over, or given up.</summary>
    OrderDone,

    /// <summary>Nothing of the order was picked: it can be given up.</summary>
    OrderEmpty,

    /// <summary>Another box of the store has prepared the order.</summary>
    OrderElsewhere,

    /// <summary>The order is being paid in another basket.</summary>
    OrderUnderway,

    /// <summary>The register has no scale.</summary>
    NoScale,

    /// <summary>The scale has no weight that can be sold; the refusal says why.</summary>
    NoWeight,

    /// <summary>The weighing was sold already, is too old, or is another register's.</summary>
    WeighingNotFound,

    /// <summary>The item is not sold by weight.</summary>
    NotWeighed,

    /// <summary>The register has no label printer.</summary>
    NoLabelPrinter,

    /// <summary>Labels are being printed by another command.</summary>
    LabelsUnderway,

    /// <summary>The box's disk is full: what is open can be finished, nothing new is begun.</summary>
    DiskFull,
}
